"""The program `harness`, also as `python -m harness`: from the first signal to the last."""

from harness.core.interruption import NOT_MEASURED, leave, listen


def main() -> None:
    """Run the command line and end the process.

    Signals are listened to before anything else is loaded, and until the very end.
    """
    listen()
    try:
        from harness.cli import exit_code  # noqa: PLC0415  (after `listen`)

        code = exit_code()
    except BaseException:  # not even the command line can be loaded
        import traceback  # noqa: PLC0415

        traceback.print_exc()
        code = NOT_MEASURED
    leave(code)


if __name__ == "__main__":
    main()
