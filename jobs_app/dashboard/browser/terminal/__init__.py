"""Text with the styles of a terminal: colours, attributes and hyperlinks."""

import reflex as rx

from jobs_app.dashboard.browser.component import modules_beside

MODULES = {name: rx.asset(name, shared=True) for name in modules_beside(__file__)}
