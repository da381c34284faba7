/// A text that is compared, hashed and ordered by its UTF-8 bytes.
///
/// Swift's `String` takes canonically equivalent texts for equal. Corpora must not: a precomposed and a decomposed
/// `é` are different characters to a character encoder, and an order by bytes is the same on every platform.
struct ExactText: Hashable, Comparable, Sendable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (left: Self, right: Self) -> Bool {
    left.text.utf8.count == right.text.utf8.count && left.text.utf8.elementsEqual(right.text.utf8)
  }

  func hash(into hasher: inout Hasher) {
    let hashed: Void? = text.utf8.withContiguousStorageIfAvailable {
      hasher.combine(bytes: UnsafeRawBufferPointer($0))
    }
    if hashed == nil { for byte in text.utf8 { hasher.combine(byte) } }
    hasher.combine(0xFF as UInt8)
  }

  static func < (left: Self, right: Self) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}

extension Sequence<String> {
  /// The distinct texts, in the order of their bytes.
  func sortedByBytes() -> [String] { Set(map(ExactText.init)).sorted().map(\.text) }
}
