"""Exceptions that raise while they are formatted."""


class Mute(Exception):
    """An object whose str() raises."""

    def __str__(self) -> str:
        raise RuntimeError

    __repr__ = __str__


class MuteForEver(BaseException):
    """An object whose str() raises what ends programs."""

    def __str__(self) -> str:
        raise SystemExit(3)


class Nameless(type):
    """A metaclass whose classes have no readable name."""

    @property
    def __name__(cls) -> str:  # type: ignore[override]
        raise RuntimeError


class OfNameless(Exception, metaclass=Nameless):
    pass


class Trap(Exception):
    """Every attribute but those of its class raises."""

    def __getattribute__(self, name: str) -> object:
        raise KeyboardInterrupt(name)


class OddText(str):
    """A text that cannot be cut or formatted."""

    def __getitem__(self, _key: object) -> str:
        raise RuntimeError

    def __format__(self, _spec: str) -> str:
        raise RuntimeError


class Odd(Exception):
    def __str__(self) -> str:
        return OddText("odd")


def with_notes(error: BaseException, notes: object) -> BaseException:
    error.__notes__ = notes  # type: ignore[assignment]
    return error


def deep() -> BaseException:
    """A chain of causes that is longer than the recursion limit."""
    error = ValueError("first")
    for _ in range(1_500):
        error, error.__cause__ = ValueError("later"), error
    return error


UNFORMATTABLE = {
    "syntax error with two texts": SyntaxError("hello", "abcdef"),
    "syntax error with numbers": SyntaxError("hello", (1, 2, 3, 4)),
    "syntax error in bytes": SyntaxError("hello", ("file", 1, 1, b"bytes")),
    "notes that are no list": with_notes(ValueError("noted"), 7),
    "notes that raise": with_notes(ValueError("noted"), [Mute()]),
    "text that raises": Mute(),
    "text that exits": MuteForEver(),
    "class without a name": OfNameless("boom"),
    "attributes that raise": Trap(),
    "text of an odd class": Odd(),
    "group of them": BaseExceptionGroup("several", [Mute(), SyntaxError("hello", "abcdef")]),
    "deep chain": deep(),
    "exit with an object that raises": SystemExit(Mute()),
}
