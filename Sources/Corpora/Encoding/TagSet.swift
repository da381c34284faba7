import Model

/// The tags of one task, numbered.
///
/// The tags seen in training come first, in the order of their bytes: they are what a model can predict. Tags
/// that only dev or test use follow in the same order. No prediction is ever one of them, so they count as errors
/// against the model, but their spans are counted for what they are. Missing labels are no tags.
package struct TagSet: Hashable, Sendable {
  /// The column that the tags stand in.
  package let column: String

  /// The tags by number.
  package let tags: [String]

  /// How many of the tags a model can predict: K in shapes. The numbers below it are in training.
  package let predictableCount: Int

  private let numbers: [ExactText: Int32]

  /// Numbers the tags of `training` and of the other splits' columns.
  package init(training: CorpusColumn, others: [CorpusColumn]) {
    let predictable = training.values.filter { $0 != CorpusColumn.missingLabel }.sortedByBytes()
    let known = Set((predictable + [CorpusColumn.missingLabel]).map(ExactText.init))
    let unpredictable = others.flatMap(\.values).sortedByBytes().filter { !known.contains(ExactText($0)) }
    column = training.name
    tags = predictable + unpredictable
    predictableCount = predictable.count
    numbers = Dictionary(uniqueKeysWithValues: tags.enumerated().map { (ExactText($1), Int32($0)) })
  }

  /// The tags that a model can predict, by number.
  package var predictable: ArraySlice<String> { tags[..<predictableCount] }

  /// The number of `tag`, or `nil` where no split uses it.
  package func number(of tag: String) -> Int32? { numbers[ExactText(tag)] }

  /// The number of each token's tag in `column`; `Int32.missingTag` where the label is missing.
  ///
  /// Requires: the column is one of those that the set was made from.
  package func encode(_ column: CorpusColumn) -> [Int32] {
    let numbers = column.values.map { $0 == CorpusColumn.missingLabel ? .missingTag : number(of: $0) }
    precondition(!numbers.contains(nil), "a column with tags of its own")
    return column.ids.map { numbers[Int($0)] ?? 0 }
  }
}
