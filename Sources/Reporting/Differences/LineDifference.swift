/// The lines in which two texts differ.
package struct LineDifference {
  /// A line of either text, with its break.
  fileprivate enum Line {
    case common(ArraySlice<UInt8>)
    case removed(ArraySlice<UInt8>)
    case added(ArraySlice<UInt8>)
  }

  /// The lines of both texts, in their order.
  private let lines: [Line]

  /// The number of unchanged lines that are shown around a change.
  private static let context = 3

  /// The number of lines up to which the shortest difference is looked for.
  private static let mostCompared = 2000

  /// Compares the bytes of two texts.
  package init(from old: [UInt8], to new: [UInt8]) {
    let (old, new) = (Self.lines(of: old), Self.lines(of: new))
    let start = zip(old, new).prefix { $0 == $1 }.count
    let end = zip(old.dropFirst(start).reversed(), new.dropFirst(start).reversed()).prefix { $0 == $1 }.count
    lines =
      old[..<start].map(Line.common)
      + Self.difference(from: Array(old[start..<old.count - end]), to: Array(new[start..<new.count - end]))
      + old[(old.count - end)...].map(Line.common)
  }

  private static func lines(of text: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var rest = text[...]
    while !rest.isEmpty {
      let end = rest.firstIndex(of: 0x0A).map { $0 + 1 } ?? rest.endIndex
      lines.append(rest[..<end])
      rest = rest[end...]
    }
    return lines
  }

  private static func difference(from old: [ArraySlice<UInt8>], to new: [ArraySlice<UInt8>]) -> [Line] {
    // The search takes time with the square of the number of changes.
    guard old.count + new.count <= mostCompared else { return old.map(Line.removed) + new.map(Line.added) }
    var removed: Set<Int> = []
    var added: Set<Int> = []
    for change in new.difference(from: old) {
      switch change {
      case .remove(let place, _, _): removed.insert(place)
      case .insert(let place, _, _): added.insert(place)
      }
    }
    var lines: [Line] = []
    var (oldPlace, newPlace) = (0, 0)
    while oldPlace < old.count || newPlace < new.count {
      if removed.contains(oldPlace) {
        lines.append(.removed(old[oldPlace]))
        oldPlace += 1
      } else if added.contains(newPlace) {
        lines.append(.added(new[newPlace]))
        newPlace += 1
      } else {
        lines.append(.common(old[oldPlace]))
        (oldPlace, newPlace) = (oldPlace + 1, newPlace + 1)
      }
    }
    return lines
  }
}

extension LineDifference {
  /// The difference as `diff -u` shows it, for a file called `name`.
  package func text(name: String) -> String {
    var shown: Set<Int> = []
    for (place, line) in lines.enumerated() where !(line.isInOld && line.isInNew) {
      shown.formUnion(max(0, place - Self.context)...min(lines.count - 1, place + Self.context))
    }
    var text = ["--- \(name)", "+++ \(name) (formatted)"]
    var (oldLine, newLine) = (1, 1)
    for (place, line) in lines.enumerated() {
      if shown.contains(place) {
        if !shown.contains(place - 1) {
          let hunk = lines.indices[place...].prefix { shown.contains($0) }.map { lines[$0] }
          let (old, new) = (hunk.count { $0.isInOld }, hunk.count { $0.isInNew })
          text.append("@@ -\(oldLine),\(old) +\(newLine),\(new) @@")
        }
        text.append(line.text)
      }
      if line.isInOld { oldLine += 1 }
      if line.isInNew { newLine += 1 }
    }
    return text.joined(separator: "\n")
  }
}

extension LineDifference.Line {
  fileprivate var isInOld: Bool {
    switch self {
    case .common, .removed: true
    case .added: false
    }
  }

  fileprivate var isInNew: Bool {
    switch self {
    case .common, .added: true
    case .removed: false
    }
  }

  /// The line behind its mark, without its break.
  fileprivate var text: String {
    let (mark, bytes) =
      switch self {
      case .common(let bytes): (" ", bytes)
      case .removed(let bytes): ("-", bytes)
      case .added(let bytes): ("+", bytes)
      }
    let hasBreak = bytes.last == 0x0A
    let text = String(decoding: hasBreak ? bytes.dropLast() : bytes, as: UTF8.self)
    return mark + text + (hasBreak ? "" : "\n\\ No newline at end of file")
  }
}
