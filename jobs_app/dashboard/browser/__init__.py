"""What runs in the browser: a folder for each feature, with its modules and the Reflex components they define."""

from importlib import import_module

import reflex as rx

from jobs_app.dashboard.browser.component import modules_beside

MODULES = {name: rx.asset(name, shared=True) for name in modules_beside(__file__)}

# They define no component, so nothing else imports them; only the modules of imported packages become part of pages.
for _name in ("charts", "format", "terminal"):
    import_module(f"jobs_app.dashboard.browser.{_name}")
