extension Unicode.Scalar {
  /// Whether the character looks like a blank or like nothing, without being the blank of YAML.
  package var isUnusualBlank: Bool {
    switch value {
    case 0x00A0, 0x00AD, 0x1680, 0x2000...0x200B, 0x202F, 0x205F, 0x2060, 0x3000: true
    default: false
    }
  }
}

extension Sequence<Unicode.Scalar> {
  /// The first or last character if it only looks like a blank.
  var unusualBlankAtEdge: Unicode.Scalar? {
    var last: Unicode.Scalar?
    for scalar in self {
      if last == nil, scalar.isUnusualBlank { return scalar }
      last = scalar
    }
    return last.flatMap { $0.isUnusualBlank ? $0 : nil }
  }
}
