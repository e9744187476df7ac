"""What runs in the browser: a folder for each feature, with its modules and the Reflex components they define."""

import reflex as rx

from jobs_app.dashboard.browser.component import modules_beside

MODULES = {name: rx.asset(name, shared=True) for name in modules_beside(__file__)}

# It defines no component, so nobody else imports it; only what is imported becomes part of the built pages.
import jobs_app.dashboard.browser.format  # noqa: E402, F401
