"""What can be configured."""

from jobs_app.settings.settings import Settings, SettingsError, load_settings

__all__ = ["Settings", "SettingsError", "load_settings"]
