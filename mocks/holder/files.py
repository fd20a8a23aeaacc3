"""The files of holder.py: written completely or not at all, by one run at a time; content of others is kept."""
import contextlib, csv, os, shutil, sys

@contextlib.contextmanager
def alone(folder):
    """Waits until no other run is at work in the folder. The lock ends with its process, however that ends."""
    with open(os.path.join(folder, "holder.lock"), "w") as file:
        try:
            import fcntl
            fcntl.flock(file, fcntl.LOCK_EX)
        except ImportError:
            import msvcrt
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        yield

def replace(path, write, encoding="utf-8"):
    """Writes a temporary file and renames it, with the same permissions. Nobody else writes to that name."""
    new = f"{path}.{os.getpid()}.new"
    try:
        with open(new, "w", newline="", encoding=encoding) as file:
            if os.path.exists(path): shutil.copymode(path, new)
            write(file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, path)
    finally:
        if os.path.exists(new): os.remove(new)

class Table:
    """A spreadsheet with the columns token, uri and idx, and any others. Byte order mark and line ends are kept."""

    def __init__(self, path):
        with open(path, "rb") as file: first = file.readline()
        self.encoding = "utf-8-sig" if first.startswith(b"\xef\xbb\xbf") else "utf-8"
        self.end = "\r\n" if first.endswith(b"\r\n") else "\n"
        with open(path, newline="", encoding=self.encoding) as file:
            reader = csv.reader(file)
            self.path, self.header, self.changed = path, next(reader, []), False
            missing = {"token", "uri", "idx"} - set(self.header)
            if missing: raise ValueError(f"{path} has no column {', '.join(sorted(missing))}")
            self.columns = token, uri, idx = [self.header.index(name) for name in ("token", "uri", "idx")]
            self.rows = list(reader)
        width = max(self.columns) + 1
        for row in self.rows:
            if len(row) < width: row.extend([""] * (width - len(row)))
            # A million rows share a few list addresses.
            row[uri] = sys.intern(row[uri])

    def places(self):
        """Token, uri and idx of each row that has a token."""
        token, uri, idx = self.columns
        return ((row[token], row[uri], row[idx]) for row in self.rows if row[token])

    def put(self, renew):
        """Replaces token, uri and idx of the rows for which renew(token) returns new ones."""
        token, uri, idx = self.columns
        for row in self.rows:
            place = renew(row[token])
            if place and place != [row[token], row[uri], row[idx]]:
                row[token], row[uri], row[idx] = place
                self.changed = True

    def save(self):
        """Writes the file if something has changed."""
        if not self.changed: return
        def write(file):
            table = csv.writer(file, lineterminator=self.end)
            table.writerow(self.header)
            table.writerows(self.rows)
        replace(self.path, write, self.encoding)
        self.changed = False
