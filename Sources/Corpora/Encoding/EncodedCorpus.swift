/// The sentences of one split as numbers of words and characters.
///
/// Each task's tags are a `TagSet.encode(_:)` of the same tokens, so that tasks on one corpus share this value.
package struct EncodedCorpus: Hashable, Sendable {
  /// The number in the vocabulary of each token's word.
  package let words: [Int32]

  /// The numbers in the vocabulary of the characters of all tokens, one token after the other.
  package let characters: [Int32]

  /// The index in `characters` of each token's first character and, at last, their number.
  package let characterStarts: [Int32]

  /// The index of each sentence's first token and, at last, the number of tokens.
  package let sentenceStarts: [Int]

  /// Encodes the words that `corpus` has in the column called `column`.
  ///
  /// Throws: `CorpusError.unknownColumn` where it has none.
  package init(
    _ corpus: Corpus, column: String = "token", vocabulary: Vocabulary
  ) throws(CorpusError) {
    let tokens = try corpus.column(column)
    let numbers = tokens.values.map { vocabulary.number(ofWord: $0) }
    let spelled = tokens.values.map { $0.unicodeScalars.map(vocabulary.number(of:)) }
    words = tokens.ids.map { numbers[Int($0)] }
    var characters: [Int32] = []
    var starts: [Int32] = [0]
    starts.reserveCapacity(tokens.ids.count + 1)
    for id in tokens.ids {
      characters += spelled[Int(id)]
      starts.append(Int32(characters.count))
    }
    self.characters = characters
    characterStarts = starts
    sentenceStarts = corpus.sentenceStarts
  }

  package var sentenceCount: Int { sentenceStarts.count - 1 }

  /// The tokens of the sentence numbered `sentence` from 0, as indices into `words`.
  package func tokens(ofSentence sentence: Int) -> Range<Int> {
    sentenceStarts[sentence]..<sentenceStarts[sentence + 1]
  }

  /// The numbers of the characters of the token numbered `token` from 0.
  package func characters(ofToken token: Int) -> ArraySlice<Int32> {
    characters[Int(characterStarts[token])..<Int(characterStarts[token + 1])]
  }
}
