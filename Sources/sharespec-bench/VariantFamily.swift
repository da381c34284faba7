import Planning

/// Specifications like the paper's first experiment with many variants: cells of settings, each shared in six ways.
struct VariantFamily {
  let count: Int
  let rounds: Int

  /// A document has limits that keep careless ones out, so that a large family is several documents.
  private static let variantsPerDocument = 1800

  private static let mechanisms = [
    ("single", "sharing: single"),
    ("subnet", "sharing: {masks: {'*': tower(self) & imp(self)}}"),
    ("hard", "sharing: hard"),
    ("soft", "sharing: soft"),
    ("hierarchical", "base: {encoder: {layers: 2}}, sharing: {levels: {pos: 1, ner: 2, chunk: 2}}"),
    ("sparse", "sharing: sparse"),
  ]

  /// The documents.
  var texts: [String] {
    stride(from: 0, to: count, by: Self.variantsPerDocument).map { first in
      document(first..<min(first + Self.variantsPerDocument, count))
    }
  }

  /// The files that the documents name, as if they had been found.
  var files: ResolvedFiles {
    var files = ResolvedFiles()
    for name in ["train.txt", "dev.txt", "test.txt", "vectors.txt"] {
      files[name] = InputFile(path: name, digest: Digest(of: Array(name.utf8)))
    }
    return files
  }

  private func document(_ numbers: Range<Int>) -> String {
    """
    sharespec: 1
    name: family
    seed: 2019
    datasets:
      conll2003:
        format: columns
        files: {train: train.txt, dev: dev.txt, test: test.txt}
        columns: {token: 0, pos: 1, chunk: 2, ner: 3}
        skip: ["-DOCSTART-"]
    tasks:
      pos: {dataset: conll2003, column: pos, metric: accuracy}
      ner: {dataset: conll2003, column: ner, metric: span_f1, scheme: {from: bio2, to: bioes}}
      chunk: {dataset: conll2003, column: chunk, metric: span_f1, scheme: bio2}
    base:
      words: {dimension: 100, pretrained: vectors.txt}
      characters: {}
      encoder: {hidden: 200}
    sharing: sparse
    pruning: {rate: {final: 0.1, rounds: \(rounds)}}
    warmup: {epochs: 20}
    training: {epochs: 100}
    variants:
    \(numbers.map(variant).joined(separator: "\n"))
    """
  }

  /// The line of the variant of this number: a mechanism in a cell.
  private func variant(_ number: Int) -> String {
    let (name, sharing) = Self.mechanisms[number % Self.mechanisms.count]
    let cell = number / Self.mechanisms.count
    let (rate, batch, seed) = (cell % 8 + 1, [10, 20, 40, 80][cell / 8 % 4], cell / 32 + 1)
    return "  \(name)-\(cell): {seed: \(seed), \(sharing), "
      + "training: {batch: \(batch), optimizer: {learning_rate: 0.0\(rate)}}}"
  }
}
