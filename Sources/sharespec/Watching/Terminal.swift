import Glibc

/// The terminal at standard error.
enum Terminal {
  /// Whether there is one that can move its cursor, and the user wants that.
  static var canDrawAnew: Bool {
    guard isatty(STDERR_FILENO) == 1 else { return false }
    let kind = getenv("TERM").map { String(cString: $0) } ?? ""
    return !kind.isEmpty && kind != "dumb"
  }

  /// Its columns and lines; 80 and 24 where it does not say.
  static var size: (width: Int, height: Int) {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 else { return (80, 24) }
    return (size.ws_col > 0 ? Int(size.ws_col) : 80, size.ws_row > 0 ? Int(size.ws_row) : 24)
  }

  /// Whether text may be coloured.
  static var usesColour: Bool { canDrawAnew && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true) }
}
