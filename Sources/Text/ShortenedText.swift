// Texts that fit into the room that a terminal has for them.

extension String {
  /// The most columns that any terminal gives the text, also one that does not join characters of several parts.
  package var widestDisplay: Int { reduce(0) { $0 + $1.widestDisplay } }

  /// The text itself if it fits into `width` columns, else its beginning and "…".
  package func shortened(to width: Int) -> String {
    guard widestDisplay > width else { return self }
    var (kept, room) = ("", width - 1)
    for character in self {
      room -= character.widestDisplay
      if room < 0 { break }
      kept.append(character)
    }
    return width > 0 ? kept + "…" : ""
  }
}

extension Character {
  fileprivate var widestDisplay: Int { unicodeScalars.reduce(0) { $0 + $1.widestDisplay } }
}

extension Unicode.Scalar {
  fileprivate var widestDisplay: Int {
    switch value {
    // Asks for the character before it as a picture.
    case 0xFE0F: 1
    // Letters of flags, which are wide where two do not make one.
    case 0x1F1E6...0x1F1FF: 2
    default: displayWidth
    }
  }
}
