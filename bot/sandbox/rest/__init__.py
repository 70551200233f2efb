"""Discord's REST API, a module for each subject. Handlers read the request and call the verbs."""
