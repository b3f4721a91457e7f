"""Why a tour stopped."""


class StepFailed(Exception):
    """The window did not do what the step needs; the text says which part."""
