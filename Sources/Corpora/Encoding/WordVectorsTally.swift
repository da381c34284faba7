/// What a file of vectors holds: how many vectors, and how many of them cannot be used.
package struct WordVectorsTally: Hashable, Sendable {
  /// Why a vector is passed over.
  package enum Reason: String, Hashable, Sendable, CaseIterable {
    /// Its word is empty or consists of blanks.
    case blank

    /// Its word contains a blank, as no token does.
    case holdsBlanks = "holds_blanks"

    /// Its word is not UTF-8.
    case notUTF8 = "not_utf8"

    /// Its word is wanted, and an earlier vector of the same word counts.
    case repeated
  }

  /// A place in a file of vectors.
  package enum Place: Hashable, Sendable {
    /// A line of a text, numbered from 1.
    case line(Int)

    /// A vector of a binary file, numbered from 1.
    case vector(Int)
  }

  /// Vectors that are passed over for one reason.
  package struct PassedOver: Hashable, Sendable {
    package let reason: Reason

    /// How many vectors there are; at least 1.
    package fileprivate(set) var count: Int

    /// Where the first of them is.
    package let first: Place
  }

  /// The number of vectors in the file, with those that are passed over.
  package internal(set) var vectors: Int

  /// The vectors that are passed over, by their reasons in the order in which the file shows them.
  package internal(set) var passedOver: [PassedOver] = []

  /// The number of vectors whose word a token can equal. Of words that are not wanted, repetitions count too.
  package var usable: Int { vectors - [.blank, .holdsBlanks, .notUTF8].reduce(0) { $0 + count(of: $1) } }

  /// The number of vectors of wanted words that had one before.
  package var duplicates: Int { count(of: .repeated) }

  init(vectors: Int = 0) { self.vectors = vectors }

  /// How many vectors are passed over for `reason`.
  package func count(of reason: Reason) -> Int { passedOver.first { $0.reason == reason }?.count ?? 0 }

  /// Counts a vector.
  mutating func count() { vectors += 1 }

  /// Counts a vector, which is at `place`, as passed over. Requires: `count()` has counted it.
  mutating func passOver(_ reason: Reason, at place: Place) {
    if let index = passedOver.firstIndex(where: { $0.reason == reason }) {
      passedOver[index].count += 1
    } else {
      passedOver.append(PassedOver(reason: reason, count: 1, first: place))
    }
  }
}

extension WordVectorsTally.PassedOver: CustomStringConvertible {
  /// As in "3 words that contain blanks, the first in line 7".
  package var description: String {
    let words = count == 1 ? "1 word" : "\(count) words"
    let what =
      switch (reason, count) {
      case (.blank, 1): "that is blank"
      case (.blank, _): "that are blank"
      case (.holdsBlanks, 1): "that contains blanks"
      case (.holdsBlanks, _): "that contain blanks"
      case (.notUTF8, 1): "that is not UTF-8"
      case (.notUTF8, _): "that are not UTF-8"
      case (.repeated, 1): "that has a vector before"
      case (.repeated, _): "that have a vector before"
      }
    return "\(words) \(what), \(count == 1 ? "" : "the first ")\(first)"
  }
}

extension WordVectorsTally.Place: CustomStringConvertible {
  /// As in "in line 7".
  package var description: String {
    switch self {
    case .line(let number): "in line \(number)"
    case .vector(let number): "in vector \(number)"
    }
  }
}
