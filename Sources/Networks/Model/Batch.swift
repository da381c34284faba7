internal import Model

/// Some sentences, as numbers, one behind the other.
package struct Batch: Sendable, Hashable {
  /// The number of tokens of each sentence.
  package var lengths: [Int]

  /// The row of the word embedding of each token.
  package var words: [Int32]

  /// The rows of the character embedding, for all characters of all tokens; empty if the network reads none.
  package var characters: [Int32]

  /// The number of characters of each token; empty if the network reads none.
  package var characterCounts: [Int]

  /// The tag of each token, or `Int32.missingTag`; may be empty where nothing is learned.
  package var tags: [Int32]

  package init(
    lengths: [Int], words: [Int32], characters: [Int32] = [], characterCounts: [Int] = [], tags: [Int32] = []
  ) {
    self.lengths = lengths
    self.words = words
    self.characters = characters
    self.characterCounts = characterCounts
    self.tags = tags
    precondition(lengths.reduce(0, +) == words.count, "one word for each token")
    precondition(tags.isEmpty || tags.count == words.count, "one tag for each token")
    precondition(characterCounts.isEmpty || characterCounts.count == words.count, "one count for each token")
    precondition(characterCounts.reduce(0, +) == characters.count, "as many characters as counted")
  }

  /// The number of tokens.
  package var tokenCount: Int { words.count }

  /// The number of tokens whose tag is known: those that have a loss.
  package var labelledTokenCount: Int { tags.count { $0 != .missingTag } }

  /// The tokens of each sentence.
  var tokensOfSentences: [Range<Int>] {
    var start = 0
    return lengths.map { length in
      defer { start += length }
      return start..<(start + length)
    }
  }

  /// Whether the network of this shape can read it, and learn task number `task` from it if one is named.
  func fits(_ shape: NetworkShape, learning task: Int?) -> Bool {
    let knowsWords = words.allSatisfy { (0..<shape.words.count).contains(Int($0)) }
    let knowsCharacters =
      shape.characters.map { part in
        characterCounts.count == words.count && characters.allSatisfy { (0..<part.embedding.count).contains(Int($0)) }
      } ?? true
    let knowsTags =
      task.map { task in
        tags.count == words.count
          && tags.allSatisfy { $0 == .missingTag || (0..<shape.heads[task].tagCount).contains(Int($0)) }
      } ?? true
    return knowsWords && knowsCharacters && knowsTags
  }
}
