"""What is told to the user in one sentence."""
import sys


class Refusal(Exception):
    """Something is not as it must be; the message names the file and says what to do."""


def told(main):
    """Runs a script's main function; a Refusal becomes a line on standard error and the exit code 2."""
    try:
        sys.exit(main())
    except Refusal as refusal:
        print(f"SliceLSTM: {refusal}", file=sys.stderr)
        sys.exit(2)
