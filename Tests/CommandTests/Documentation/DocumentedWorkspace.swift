import Foundation
import Testing

/// A folder in which the examples of help texts and explanations can be run.
///
/// It has the files that examples name, data under `data` and under `~/corpora`, and stores, the default one and
/// `/scratch/me`, in which the experiment has been run. Its home is the folder itself. The identity `3fa9c2d1` stands
/// for that of a training, and `/scratch/me` for a folder in the workspace.
struct DocumentedWorkspace {
  let folder: URL

  /// Runs `body` in a workspace of its own.
  static func with(_ body: (DocumentedWorkspace) throws -> Void) throws {
    let source = try prepared.get()
    try withFolder { folder in
      for name in try FileManager.default.contentsOfDirectory(atPath: source.path) {
        try FileManager.default.copyItem(at: source.appending(path: name), to: folder.appending(path: name))
      }
      try body(DocumentedWorkspace(folder: folder))
    }
  }

  /// What the command line `example` comes to.
  func run(_ example: String) throws -> Outcome {
    let identity = try folder.text("identity").trimmingCharacters(in: .whitespacesAndNewlines)
    let line = example.replacing("/scratch/me", with: "~/scratch/me").replacing("3fa9c2d1", with: identity)
    return try CommandProcess([], in: folder, script: Self.environment + line).wait()
  }

  /// Other programs that are not tried here are replaced; those that may not be installed have a stand-in.
  private static let environment = """
    export HOME="$PWD" PATH="$PWD/bin:$PATH:$PWD/stand-ins"

    """
}

private let specification = """
  sharespec: 1
  name: experiment
  seed: 5

  datasets:
    sentences:
      format: columns
      files: {train: train.txt, dev: dev.txt, test: test.txt}
      columns: {token: 0, pos: 1, chunk: 2, ner: 3}

  tasks:
    pos: {dataset: sentences, column: pos, metric: accuracy}
    ner: {dataset: sentences, column: ner, metric: span_f1, scheme: bio2}

  base:
    words: {dimension: 6}
    characters: {dimension: 4, filters: 5}
    encoder: {hidden: 6}

  sharing: sparse

  pruning: {rate: {final: 0.3, rounds: 3}, epochs: 1}
  warmup: {epochs: 1}
  training: {epochs: 2}

  variants:
    hard: {sharing: hard}
    sparse: {}
  baseline: hard
  claims:
    no-disaster: {better: sparse, than: hard, by: -100, test: bootstrap}

  """

/// Sentences by a rule: a word, its part of speech, its chunk, its entity.
private func sentences(_ numbers: Range<Int>) -> String {
  let names = ["Ann", "Zoë", "Rome", "Bob", "Łódź"]
  let verbs = ["sees", "met", "leaves"]
  return numbers.map { number in
    let (subject, object) = (names[number % 5], names[(number / 5 + 2) % 5])
    let place = number % 2 == 0 ? "B-LOC" : "B-PER"
    return """
      \(subject) NNP B-NP B-PER
      \(verbs[number % 3]) VB B-VP O
      \(object) NNP B-NP \(place)
      . . O O


      """
  }.joined()
}

/// Where this process prepares the workspace.
private func preparedFolder() -> URL {
  FileManager.default.temporaryDirectory.appending(path: "sharespec-documented-\(getpid())")
}

/// Names and contents of programs that stand for others: `bin` before the installed ones, `stand-ins` after them.
private let programs = [
  "bin/sbatch": "echo 1", "bin/squeue": "", "bin/sacct": "", "bin/snakemake": "", "bin/watch": "exec \"$@\"",
  "stand-ins/jq": "exec cat", "stand-ins/dot": "exec cat",
]

/// A workspace in which the experiment has been run, once for all tests, copied for each.
private let prepared: Result<URL, any Error> = Result {
  let folder = preparedFolder()
  for name in ["bin", "stand-ins", "data", "corpora", "specs", "new", "scratch"] {
    try FileManager.default.createDirectory(at: folder.appending(path: name), withIntermediateDirectories: true)
  }
  atexit { try? FileManager.default.removeItem(at: preparedFolder()) }
  for (name, text) in programs {
    try folder.write("#!/bin/sh\n\(text)\n", to: name)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: folder.appending(path: name).path)
  }
  try FileManager.default.createSymbolicLink(
    at: folder.appending(path: "bin/sharespec"), withDestinationURL: command)
  for name in ["experiment.yaml", "old.yaml", "exp1.yaml"] { try folder.write(specification, to: name) }
  try folder.write(specification.replacing("hidden: 6", with: "hidden: 8"), to: "new.yaml")
  try folder.write("sharespec: 1\nname: quickstart\nextends: ../experiment.yaml\n", to: "specs/quickstart.yaml")
  for place in ["data", "corpora"] {
    try folder.write(sentences(0..<40), to: "\(place)/train.txt")
    try folder.write(sentences(40..<50), to: "\(place)/dev.txt")
    try folder.write(sentences(50..<60), to: "\(place)/test.txt")
  }
  try folder.write(sentences(1..<40), to: "new/train.txt")
  try folder.write(sentences(40..<50), to: "dev.txt")
  try folder.write(sentences(50..<60), to: "test.txt")
  try folder.write("1\tAnn\t_\tNNP\t_\t_\t0\t_\t_\t_\n\n", to: "dev.conllu")
  try folder.write("{\"tokens\": [\"Ann\", \"met\", \"Bob\"]}\n", to: "dev.jsonl")
  let steps = """
    sharespec() { "$0" "$@"; }
    set -e
    sharespec run experiment.yaml
    sharespec plan experiment.yaml -o plan.json
    sharespec store ls --format json | tr -d ' \\n' | tr '{' '\\n' | grep '"name":"train.sparse' | \
      sed 's/.*"stage":"\\([0-9a-f]\\{12\\}\\).*/\\1/' | head -n 1 > identity
    test -s identity
    cp -r .sharespec scratch/me
    for name in a c ner mine theirs
    do sharespec mask export select.ner -o $name.safetensors --polarity keep
    done
    sharespec mask export select.pos -o b.safetensors --polarity keep
    sharespec mask export experiment.yaml --variant sparse -o masks.safetensors --polarity keep
    sharespec mask export select.ner -o theirs.safetensors --polarity keep --layout dense
    git init -q -b main
    git add experiment.yaml specs
    git -c user.name=nobody -c user.email=nobody@localhost commit -q -m specifications
    """
  let outcome = try CommandProcess([], in: folder, script: steps).wait()
  try #require(outcome.status == 0, "\(outcome.errors)")
  let theirs = folder.appending(path: "theirs.safetensors")
  let ours = try Data(contentsOf: theirs)
  try asOtherPrograms(ours).write(to: theirs)
  // As pruned by PyTorch, whose masks are called after the tensors; and with another name for the encoder besides.
  let pruned = asOtherPrograms(ours) {
    "\($0.replacing("encoder.", with: "lstm."))\($0.contains("encoder.") ? "_mask" : "")"
  }
  try pruned.write(to: folder.appending(path: "pruned.safetensors"))
  try asOtherPrograms(ours) { "\($0)_mask" }.write(to: folder.appending(path: "state_dict.safetensors"))
  return folder
}

/// The mask file `file` as another program writes it: without metadata, and with tensors called as `rename` says.
private func asOtherPrograms(_ file: Data, _ rename: (String) -> String = { $0 }) -> Data {
  let length = (0..<8).reduce(0) { $0 | Int(file[$1]) << (8 * $1) }
  var header = String(decoding: file[8..<(8 + length)], as: UTF8.self)
    .trimmingCharacters(in: .whitespaces)
    .replacing(/"__metadata__":\{[^}]*\},?/, with: "")
  header = header.replacing(/"([^"]+)":\{/) { "\"\(rename(String($0.1)))\":{" }
  while header.utf8.count % 8 != 0 { header += " " }
  let size = (0..<8).map { UInt8(header.utf8.count >> (8 * $0) & 255) }
  return Data(size) + Data(header.utf8) + file[(8 + length)...]
}
