"""What `create_app()` imports: neither torch nor faiss, so that commands and tests start at once."""

import subprocess
import sys

CODE = (
    "import sys, time; started = time.perf_counter(); from matchmaker.app import create_app; create_app(); "
    "heavy = [name for name in ('torch', 'faiss', 'sentence_transformers', 'transformers') if name in sys.modules]; "
    "print(f'create_app: {time.perf_counter() - started:.2f} s, heavy modules imported: {heavy}')"
)


def main() -> None:
    """Ask a new interpreter."""
    print(subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True).stdout.strip())


if __name__ == "__main__":
    main()
