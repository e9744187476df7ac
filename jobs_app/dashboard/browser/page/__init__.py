"""What a page says of itself outside its content: the title and the icon of its tab, and that it is offline."""

import reflex as rx

from jobs_app.dashboard.browser.component import defined_in, modules_beside

MODULES = {name: rx.asset(name, shared=True) for name in modules_beside(__file__)}


@defined_in(MODULES["page_title.jsx"])
class PageTitle(rx.Component):
    """The title of the tab; a problem of the page is put in front of it."""

    text: rx.Var[str]


@defined_in(MODULES["page_nav.jsx"])
class PageNav(rx.Component):
    """Links to the pages of the dashboard."""


@defined_in(MODULES["offline_notice.jsx"])
class OfflineNotice(rx.Component):
    """A notice that is shown while the page is offline."""

    text: rx.Var[str]


@defined_in(MODULES["prefetched_page.jsx"])
class PrefetchedPage(rx.Component):
    """Loads the code of another page in advance, so that its links work while the server cannot be reached."""

    path: rx.Var[str]


@defined_in(MODULES["collapsed_on_small_screens.jsx"])
class CollapsedOnSmallScreens(rx.Component):
    """Contents that unfold on small screens, and are always there on large ones."""

    title: rx.Var[str]
