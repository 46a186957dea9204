"""A loopback server that speaks Encord's API, and the project it serves: for the demo, the tests, the self-test.

It speaks HTTP and never imports the SDK: what the app learns from it, it learns as from Encord.
"""
