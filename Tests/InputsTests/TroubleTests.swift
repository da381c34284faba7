import Testing

@testable import Inputs

/// Data as users of this and similar tools had it, and what is said of it.
private struct Trouble: CustomTestStringConvertible {
  let name: String
  let files: [String: String]
  var specification = DefaultSpecification.text

  /// What the findings are, as `CODE PLACE: message`; nothing else may be found.
  let findings: [String]

  /// Texts that what people see must hold.
  var says: [String] = []

  var testDescription: String { name }
}

/// The specification that most troubles are about.
private enum DefaultSpecification { static let text = specification() }

private let good = "a O\nb B-X\n\nc B-X\nd I-X\n"

private let troubles = [
  Trouble(
    name: "a broken last line of the test file",
    files: ["train.txt": good, "dev.txt": "e O\n", "test.txt": "f O\n\nfoo\n"],
    specification: specification(
      dataset: "{format: columns, files: {train: train.txt, dev: dev.txt, test: test.txt}, columns: {token: 0, tag: 1}}"
    ),
    findings: ["E0801 test.txt:3:1: expected at least 2 columns, found 1: 'tag' is column 1, counted from 0"],
    says: ["column 1 is read", "complete the line"]),
  Trouble(
    name: "an invisible character in a tag", files: ["train.txt": good + "foo O\u{200B}\n", "dev.txt": "e O\n"],
    findings: [
      "E0803 train.txt:6:5: expected a bio2 tag in column 'tag' (O, B-TYPE or I-TYPE), found 'O<U+200B>'",
      "W0810 train.txt:6:5: labels that look the same differ: 'O' (1 token) and 'O<U+200B>' (1 token)",
    ], says: ["6 | foo O<U+200B>", "remove the characters that are shown by their numbers"]),
  Trouble(
    name: "types in some tags alone", files: ["train.txt": good + "e I\n", "dev.txt": "e O\n"],
    findings: ["E0803 train.txt:6:3: expected a type in all tags of column 'tag' but O, or in none, found 'I'"]),
  Trouble(
    name: "tags of another scheme", files: ["train.txt": good + "e U-PER\nf U-PER\n", "dev.txt": "e O\n"],
    findings: ["E0803 train.txt:6:3: expected a bio2 tag in column 'tag' (O, B-TYPE or I-TYPE), found 'U-PER'"],
    says: ["it is a tag of bilou", "the same tag in 1 other line"]),
  Trouble(
    name: "JSON lines read as columns",
    files: ["train.txt": "{\"tokens\": [\"a\"]}\n{\"tokens\": []}\n", "dev.txt": "e O\n"],
    findings: ["E0801 train.txt:1:1: expected columns, found a JSON object"],
    says: ["format: jsonl", "the same in 1 other line: 2"]),
  Trouble(
    name: "a pointer of Git LFS",
    files: ["train.txt": "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n", "dev.txt": "e O\n"],
    findings: ["E0802 specimen.yaml:4:15: 'train.txt': expected a text, found a pointer of Git LFS"],
    says: ["git lfs pull"]),
  Trouble(
    name: "ranges and empty nodes of CoNLL-U as columns",
    files: [
      "train.txt": "1-2\tdu\t_\tO\t_\t_\t_\t_\t_\t_\n1\tde\t_\tO\t_\t_\t_\t_\t_\t_\n",
      "dev.txt": "1\te\t_\tO\t_\t_\t_\t_\t_\t_\n",
    ],
    specification: specification(
      dataset: "{format: columns, files: {train: train.txt, dev: dev.txt}, columns: {token: 1, tag: 3}, skip: ['#']}",
      task: "{dataset: d, column: tag, metric: accuracy}"),
    findings: [
      "E0801 train.txt:1:1: expected a token, found a range of words or an empty node of CoNLL-U"
    ], says: ["format: conllu"]),
  Trouble(
    name: "comments without a word about them", files: ["train.txt": "# text = a b c\na O\n", "dev.txt": "e O\n"],
    findings: ["E0801 train.txt:1:1: expected a token, found what looks like a comment"], says: ["comments: \"#\""]),
  Trouble(
    name: "types that training lacks", files: ["train.txt": good, "dev.txt": "e B-Y\n\nf B-Y\ng B-Z\n"],
    findings: ["W0802 dev.txt:1:3: the dev data has 3 spans with types that training data lacks: 'Y' (2), 'Z' (1)"],
    says: ["the task 't' predicts this column"]),
  Trouble(
    name: "BIO1 declared as bio2", files: ["train.txt": "a I-X\nb O\n\nc I-X\n", "dev.txt": "e B-X\n"],
    findings: ["W0801 train.txt:1:3: 'I-X' after the start of a sentence contradicts bio2 in the column 'tag'"],
    says: ["2 tags of the train data contradict their scheme and are read as by conlleval"]),
  Trouble(
    name: "contradictions that the task refuses", files: ["train.txt": good + "e O\nf I-X\n", "dev.txt": "e O\n"],
    specification: specification(
      task: "{dataset: d, column: tag, metric: span_f1, scheme: {from: bio2, to: bio2, repair: reject}}"),
    findings: ["E0804 train.txt:7:3: 'I-X' after 'O' contradicts bio2 in the column 'tag'"]),
  Trouble(
    name: "vectors without a word of the corpus",
    files: ["train.txt": good, "dev.txt": "e O\n", "v.txt": "x 1 2\ny 3 4\n"],
    specification: specification(base: "{words: {dimension: 2, pretrained: v.txt}, encoder: {layers: 1}}"),
    findings: ["W0803 specimen.yaml:7:42: no word of the corpora has a vector in 'v.txt'"],
    says: ["the most frequent words without one: 'a' (1)"]),
  Trouble(
    name: "vectors of another dimension",
    files: ["train.txt": good, "dev.txt": "e O\n", "v.txt": "a 1 2\nb 3 4\nc 1 1\nd 1 1\ne 1 1\n"],
    specification: specification(base: "{words: {dimension: 3, pretrained: v.txt}, encoder: {layers: 1}}"),
    findings: ["E0805 specimen.yaml:7:27: expected vectors of 3 components, found 2 in 'v.txt'"],
    says: ["write 'dimension: 2'", "the vectors are read"]),
  Trouble(
    name: "a token that is skipped", files: ["train.txt": "# id\na O\n# O\nb B-X\n", "dev.txt": "e O\n"],
    specification: specification(
      dataset: "{format: columns, files: {train: train.txt, dev: dev.txt}, columns: {token: 0, tag: 1}, skip: ['#']}"),
    findings: [
      "W0805 train.txt:1:1: 'skip' drops this line, but it has the columns of a token and stands next to one"
    ], says: ["so is 1 other line", "use 'comments' instead of 'skip'"]),
  Trouble(
    name: "the tokens as a task, and one file as two splits", files: ["train.txt": good],
    specification: specification(
      dataset: "{format: columns, files: {train: train.txt, dev: train.txt}, columns: {token: 0, tag: 0}}",
      task: "{dataset: d, column: tag, metric: accuracy}"),
    findings: [
      "W0807 specimen.yaml:4:55: 'd': 'dev' and 'train' read the same data: 'train.txt'",
      "W0809 specimen.yaml:6:27: the task 't' predicts the tokens themselves",
    ]),
  Trouble(
    name: "skip in another case", files: ["train.txt": "-DOCSTART- O\n\n" + good, "dev.txt": "e O\n"],
    specification: specification(
      dataset: "{format: columns, files: {train: train.txt, dev: dev.txt}, columns: {token: 0, tag: 1}, "
        + "skip: [-docstart-]}"),
    findings: [
      "W0817 train.txt:1:1: '-DOCSTART-' is read as a token",
      "W0804 specimen.yaml:4:100: 'd': no line begins with the column '-docstart-'",
    ]),
  Trouble(
    name: "a column that no line has", files: ["train.txt": good, "dev.txt": "e O\n"],
    specification: specification(
      dataset: "{format: columns, files: {train: train.txt, dev: dev.txt}, columns: {token: 0, tag: 17}}"),
    findings: [
      "E0801 dev.txt:1:1: expected at least 18 columns, found 2: 'tag' is column 17, counted from 0",
      "E0801 train.txt:1:1: expected at least 18 columns, found 2: 'tag' is column 17, counted from 0",
    ], says: ["specimen.yaml:4:90: note: column 17 is read", "the same in 3 other lines: 2, 4, 5"]),
  Trouble(
    name: "splits of different width", files: ["train.txt": "a O x\nb B-X x\n", "dev.txt": "e O\n"],
    findings: ["W0808 specimen.yaml:4:55: 'd': the train data has 3 columns, the dev data 2 columns"]),
  Trouble(
    name: "a byte-order mark in mid-file", files: ["train.txt": good + "\n\u{FEFF}e O\n", "dev.txt": "e O\n"],
    findings: ["W0811 train.txt:7:1: a byte-order mark inside the file becomes a part of the text: '<U+FEFF>'"]),
  Trouble(
    name: "types in two normal forms",
    files: ["train.txt": "a B-\u{E9}\nb B-\u{E9}\nc B-e\u{301}\n", "dev.txt": "e O\n"],
    findings: [
      "W0810 train.txt:3:3: labels that look the same differ: 'B-<U+00E9>' (2 tokens) and 'B-e<U+0301>' (1 token)"
    ]),
  Trouble(
    name: "a sentence without end",
    files: ["train.txt": good + "\n" + String(repeating: "w O\n", count: 10_001), "dev.txt": "e O\n"],
    findings: ["W0812 train.txt:7:1: this sentence has 10001 tokens"]),
  Trouble(
    name: "objects without tokens",
    files: [
      "train.txt": "{\"tokens\": [\"a\"], \"tags\": [1]}\n{\"tokens\": [], \"tags\": []}\n",
      "dev.txt": "{\"tokens\": [\"a\"], \"tags\": [0]}\n",
    ],
    specification: specification(
      dataset: "{format: jsonl, files: {train: train.txt, dev: dev.txt}, "
        + "fields: {token: tokens, tag: {field: tags, labels: [O, B-X]}}}"),
    findings: ["W0813 train.txt:2:1: this object has no tokens and is left out"]),
  Trouble(
    name: "comments that have the columns of tokens",
    files: ["train.txt": "x y z O\n\n# id = O\na b c B-X\n", "dev.txt": "e e e O\n"],
    specification: specification(
      dataset: "{format: columns, files: {train: train.txt, dev: dev.txt}, columns: {token: 0, tag: 3}}"),
    findings: [
      "W0814 train.txt:3:1: this line looks like a comment, but has as many columns as a token and is read as one"
    ], says: ["comments are not recognized"]),
  Trouble(
    name: "no label at all", files: ["train.txt": "a _\nb _\n", "dev.txt": "e X\n"],
    specification: specification(task: "{dataset: d, column: tag, metric: accuracy, missing: _}"),
    findings: [
      "W0802 dev.txt:1:3: the dev data has 1 token with labels that training data lacks: 'X' (1)",
      "E0802 specimen.yaml:6:27: expected labels in the column 'tag', found none in the training sentences",
    ]),
  Trouble(
    name: "too little to hold out", files: ["train.txt": "a O\n"],
    specification: specification(dataset: "{format: columns, files: {train: train.txt}, columns: {token: 0, tag: 1}}"),
    findings: [
      "E0802 specimen.yaml:4:15: 'train.txt': cannot hold out development data: expected at least 2 sentences, found 1"
    ]),
  Trouble(
    name: "more to hold out than there is", files: ["train.txt": "a O\n\nb O\n\nc B-X\n"],
    specification: specification(
      dataset: "{format: columns, files: {train: train.txt}, columns: {token: 0, tag: 1}, hold_out: 500}"),
    findings: ["E0802 specimen.yaml:4:15: 'train.txt': cannot hold out 500 sentences: expected more, found 3"]),
  Trouble(
    name: "one foreign tag in training data", files: ["train.txt": good + "e Q\n", "dev.txt": "e B-X\n"],
    findings: ["E0803 train.txt:6:3: expected a bio2 tag in column 'tag' (O, B-TYPE or I-TYPE), found 'Q'"]),
  Trouble(
    name: "labels with a prefix", files: ["train.txt": good, "dev.txt": "e B-X\n"],
    specification: specification(
      task: "{dataset: d, column: tag, metric: span_f1, scheme: bio2, labels: {B-X: Z}, missing: _}"),
    findings: [
      "W0815 specimen.yaml:6:77: no type of spans in the column 'tag' is 'B-X'",
      "W0815 specimen.yaml:6:90: no label in the column 'tag' is '_'",
    ], says: ["name types without their prefix"]),
  Trouble(
    name: "a split without labels", files: ["train.txt": "a X\nc Y\nb _\n", "dev.txt": "e _\n"],
    specification: specification(task: "{dataset: d, column: tag, metric: accuracy, missing: _}"),
    findings: ["W0816 specimen.yaml:6:59: no token of the dev data has a label in the column 'tag'"]),
  Trouble(
    name: "vectors with a number that is none",
    files: ["train.txt": good, "dev.txt": "e O\n", "v.txt": "a 1 2\nb nan 4\nc 1 1\nd 1 1\ne 1 1\n"],
    specification: specification(base: "{words: {dimension: 2, pretrained: v.txt}, encoder: {layers: 1}}"),
    findings: ["E0805 v.txt:2:1: expected a finite decimal number, found 'nan'"]),
  Trouble(
    name: "a long label",
    files: ["train.txt": good + "e " + String(repeating: "Q", count: 10_000) + "\n", "dev.txt": "e O\n"],
    findings: [
      "E0803 train.txt:6:3: expected a bio2 tag in column 'tag' (O, B-TYPE or I-TYPE), found "
        + "'\(String(repeating: "Q", count: 59))…'"
    ]),
  Trouble(
    name: "a word of CoNLL-U that cannot be read",
    files: [
      "train.txt": "1\ta\ta\tX\t_\t_\t_\t_\t_\t_\n2\t\ta\tX\t_\t_\t_\t_\t_\t_\n3\tc\tc\tX\t_\t_\t_\t_\t_\t_\n",
      "dev.txt": "1\ta\ta\tX\t_\t_\t_\t_\t_\t_\n",
    ],
    specification: specification(
      dataset: "{format: conllu, files: {train: train.txt, dev: dev.txt}}",
      task: "{dataset: d, column: upos, metric: accuracy}"),
    findings: ["E0801 train.txt:2:3: expected text in the column 'form', found none"]),
  Trouble(
    name: "a feature that no word has",
    files: [
      "train.txt": "1\ta\ta\tX\t_\tNumber=Sing\t_\t_\t_\t_\n", "dev.txt": "1\ta\ta\tX\t_\t_\t_\t_\t_\t_\n",
    ],
    specification: specification(
      dataset: "{format: conllu, files: {train: train.txt, dev: dev.txt}}",
      task: "{dataset: d, column: feats.number, metric: accuracy}"),
    findings: ["W0818 specimen.yaml:6:27: all training data of the task 't' has the label '_'"],
    says: ["are case-sensitive"]),
  Trouble(
    name: "a line to skip where files are missing", files: ["dev.txt": good],
    specification: specification(
      dataset: "{format: columns, files: {train: train.txt, dev: dev.txt}, columns: {token: 0, tag: 1}, "
        + "skip: [-DOCSTART-]}"),
    findings: ["E0601 specimen.yaml:4:39: missing data: 'train.txt'"]),
  Trouble(
    name: "nothing wrong",
    files: ["train.txt": "-DOCSTART- O\n\n" + good, "dev.txt": "-DOCSTART- O\n\ne O\n\nf B-X\ng I-X\n"],
    specification: specification(
      dataset: "{format: columns, files: {train: train.txt, dev: dev.txt}, columns: {token: 0, tag: 1}, "
        + "skip: [-DOCSTART-]}"),
    findings: []),
]

@Suite struct TroubleTests {
  @Test(arguments: troubles)
  fileprivate func isFoundAtItsPlace(trouble: Trouble) throws {
    let folder = try DataFolder(trouble.files)
    let census = try folder.census(trouble.specification)
    #expect(census.findings == trouble.findings)
    for text in trouble.says { #expect(census.text.contains(text), "\(census.text)") }
  }

  /// A second census over the same contents says the same without reading any data but for excerpts.
  @Test(arguments: troubles)
  fileprivate func isRememberedByContent(trouble: Trouble) throws {
    let folder = try DataFolder(trouble.files)
    let cache = InputCache(at: "\(folder.path)/cache")
    let first = try folder.census(trouble.specification, cache: cache)
    let second = try folder.census(trouble.specification, cache: cache)
    #expect(second.text == first.text)
    #expect(first.text == (try folder.census(trouble.specification).text))
  }

  /// A file that is written to or taken away while the command runs is told of, and nothing is said of its content.
  @Test func filesThatChangeMeanwhileAreErrors() throws {
    let folder = try DataFolder(["train.txt": good, "dev.txt": "e O\n"])
    let written = try folder.census(specification()) { try folder.write(Array("f foreign\n".utf8), to: "dev.txt") }
    #expect(written.findings == ["E0802 -: 'dev.txt' has changed since this command looked it up"])
    let removed = try folder.census(specification()) { try folder.remove("dev.txt") }
    #expect(removed.findings == ["E0802 -: cannot read 'dev.txt': No such file or directory"])
  }
}
