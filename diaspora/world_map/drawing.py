from pathlib import Path
FILE = Path(__file__).parent / "world.json"
