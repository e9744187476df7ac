"""What Python's garbage collector looks through."""

import gc


async def exempt_loaded_code() -> None:
    """Leave out what is there when the server starts, all of which stays: modules, routes, compiled pages.

    A complete collection begins when the new objects are a quarter of all (gc module, "generation 2"). Without this
    the cyclic garbage of closed connections would grow to tens of megabytes, and each collection take 100 ms.
    """
    gc.collect()
    gc.freeze()
