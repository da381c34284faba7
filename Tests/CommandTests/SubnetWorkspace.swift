import Foundation
import Testing

/// Two tasks in files of columns, and every way of sharing that gives weights another form.
private let specification = """
  sharespec: 1
  name: little
  seed: 5
  datasets:
    d:
      format: columns
      files: {train: train.txt, dev: dev.txt}
      columns: {token: 1, pos: 2, ner: 3}
      skip: ["-DOCSTART-"]
  tasks:
    pos: {dataset: d, column: pos, metric: accuracy}
    ner: {dataset: d, column: ner, metric: span_f1, scheme: {from: bio2, to: bioes}}
  base:
    words: {dimension: 6}
    characters: {dimension: 4, filters: 5}
    encoder: {hidden: 6, layers: 2}
  sharing: sparse
  pruning: {rate: {final: 0.2, rounds: 2}, epochs: 1}
  training: {epochs: 4}
  variants:
    sparse: {}
    crf: {base: {head: crf, characters: {width: 5, activation: none}}}
    soft: {sharing: soft}
    low: {sharing: {levels: {pos: 1, ner: 2}}}
    lstm: {base: {encoder: {kind: lstm}}}
    gru: {base: {encoder: {kind: gru}}}
    bigru: {base: {encoder: {kind: bigru}}}
    soft_gru: {sharing: soft, base: {encoder: {kind: gru}}}
    plain: {sharing: hard, base: {characters: none, words: {lowercase: false}}}

  """

/// Sentences by a rule: a line number, the word, its part of speech, its entity.
private func sentences(_ numbers: Range<Int>) -> String {
  let names = ["Ann", "Zoë", "Rome", "Bob", "Łódź"]
  let verbs = ["sees", "met", "leaves"]
  return numbers.map { number in
    let (subject, object) = (names[number % 5], names[(number / 5 + 2) % 5])
    let tokens = [
      (subject, "NNP", "B-PER"), (verbs[number % 3], "VB", "O"), (object, "NNP", number % 2 == 0 ? "B-LOC" : "B-PER"),
      ("Smith", "NNP", number % 2 == 0 ? "O" : "I-PER"), (".", ".", "O"),
    ]
    return (number % 10 == 0 ? "-DOCSTART- x y z\n\n" : "")
      + tokens.enumerated().map { "\($0) \($1.0) \($1.1) \($1.2)\n" }.joined() + "\n"
  }.joined()
}

/// Where this process trains.
private func trainingFolder() -> URL {
  FileManager.default.temporaryDirectory.appending(path: "sharespec-trained-\(getpid())")
}

/// A folder in which the specification has been run, once for all tests, copied for each.
private let trained: Result<URL, any Error> = Result {
  let folder = trainingFolder()
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  atexit { try? FileManager.default.removeItem(at: trainingFolder()) }
  try specification.write(to: folder.appending(path: "little.yaml"), atomically: true, encoding: .utf8)
  try sentences(0..<60).write(to: folder.appending(path: "train.txt"), atomically: true, encoding: .utf8)
  try sentences(60..<75).write(to: folder.appending(path: "dev.txt"), atomically: true, encoding: .utf8)
  let outcome = try sharespec("run", "little.yaml", in: folder)
  try #require(outcome.status == 0, "\(outcome.errors)")
  return folder
}

/// A folder with `little.yaml`, its data, and a store in which it is done.
func withTrainedSubnets(_ body: (URL) throws -> Void) throws {
  let source = try trained.get()
  try withFolder { folder in
    for name in try FileManager.default.contentsOfDirectory(atPath: source.path) {
      try FileManager.default.copyItem(at: source.appending(path: name), to: folder.appending(path: name))
    }
    try body(folder)
  }
}

extension URL {
  /// The text of a file in this folder.
  func text(_ name: String) throws -> String { try String(contentsOf: appending(path: name), encoding: .utf8) }

  /// Writes a file in this folder.
  func write(_ text: String, to name: String) throws {
    try text.write(to: appending(path: name), atomically: true, encoding: .utf8)
  }
}
