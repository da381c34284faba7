/// The whole numbers that specifications may write and stages are made with: the one place that says how far each goes.
extension ClosedRange where Bound == Int {
  /// Passes over data.
  package static var epochs: Self { 1...100_000 }

  /// Sentences in a batch.
  package static var batch: Self { 1...65_536 }

  /// Batches that a sensitivity is measured on.
  package static var batches: Self { 1...1_000_000 }

  /// Layers of an encoder.
  package static var layers: Self { 1...16 }

  /// Units of each direction of a layer.
  package static var hidden: Self { 1...8192 }

  /// Numbers in a word's vector.
  package static var wordDimension: Self { 1...4096 }

  /// Numbers in a character's vector.
  package static var characterDimension: Self { 1...1024 }

  /// Outputs of a convolution over characters.
  package static var filters: Self { 1...1024 }

  /// Characters that a filter spans.
  package static var filterWidth: Self { 1...15 }

  /// Occurrences from which on a word is known.
  package static var minimumCount: Self { 1...1_000_000 }

  /// Rounds of pruning.
  package static var rounds: Self { 1...1000 }

  /// Columns of a file, from 0.
  package static var columns: Self { 0...1000 }

  /// Sentences of a corpus, where 1 could be taken for a fraction.
  package static var severalSentences: Self { 2...10_000_000 }

  /// Sentences of a split.
  package static var sentences: Self { 1...10_000_000 }

  /// Sentences that a generator makes for a split.
  package static var generatedSentences: Self { 1...200_000 }

  /// Sentences that a generator makes for a split that may be empty.
  package static var optionalSentences: Self { 0...200_000 }

  /// Seeds of random numbers.
  package static var seed: Self { 0...Int.max }

  /// How often a test of significance draws: enough for a 5 % interval, and few enough for a table in seconds.
  package static var resamples: Self { 1_000...100_000 }
}
