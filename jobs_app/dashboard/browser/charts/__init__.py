"""Small charts without a library."""

import reflex as rx

from jobs_app.dashboard.browser.component import modules_beside

MODULES = {name: rx.asset(name, shared=True) for name in modules_beside(__file__)}
