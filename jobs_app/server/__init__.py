"""The HTTP interface, what protects it, and how the dashboard is built and served."""
