"""What runs in the browser: a folder for each feature, with its modules and the Reflex components they define."""
