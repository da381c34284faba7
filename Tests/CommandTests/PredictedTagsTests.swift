import Foundation
import Testing

// Predicted tags beside gold tags, through the command.

/// The lines of tokens in `text`, each as its fields.
private func tokens(_ text: String) -> [[String]] {
  text.split(separator: "\n").filter { !$0.hasPrefix("-DOCSTART-") }
    .map { $0.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init) }
}

private func predict(_ variant: String, _ task: String, _ options: String..., in folder: URL) throws -> Outcome {
  let arguments = ["predict", "little.yaml", "--variant", variant, "--task", task]
  return try CommandProcess(arguments + options, in: folder).wait()
}

/// Tags are those of the data's scheme unless others are asked for, which have the same spans.
@Test func tagsAreInTheSchemeOfTheData() throws {
  try withTrainedSubnets { folder in
    let written = tokens(try predict("crf", "ner", "dev.txt", in: folder).output).map { $0[4] }
    let predicted = tokens(try predict("crf", "ner", "dev.txt", "--as-predicted", in: folder).output).map { $0[4] }
    #expect(Set(written) == ["O", "B-PER", "I-PER"])
    #expect(predicted.contains("S-PER") && predicted.contains("E-PER") && predicted.count == written.count)
    for (tag, other) in zip(written, predicted) {
      #expect(tag == other.replacing(/^S/, with: "B").replacing(/^E/, with: "I"))
    }
  }
}

/// Gold tags count as they are written, however malformed: accuracy is that of the two columns.
@Test func accuracyIsThatOfTheColumns() throws {
  try withTrainedSubnets { folder in
    let tags = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "I-ORG"]
    var number = 0
    let gold = try folder.text("dev.txt").split(separator: "\n", omittingEmptySubsequences: false).map { line in
      if line.isEmpty || line.hasPrefix("-DOCSTART-") { return String(line) }
      number += 1
      return "\(line) \(tags[number * 7 % 11 % 6])"
    }
    try folder.write(gold.joined(separator: "\n"), to: "gold.txt")
    let outcome = try predict("crf", "ner", "gold.txt", "--gold", "4", in: folder)
    let pairs = tokens(outcome.output).map { ($0[4], $0[5]) }
    let right = Double(pairs.count { $0 == $1 }) / Double(pairs.count) * 100
    #expect(pairs.count == 75 && pairs.contains { $0.0 == "I-ORG" })
    #expect(outcome.errors.hasSuffix("accuracy \(String(format: "%.2f", right)) of 75 tokens\n"), "\(outcome.errors)")
  }
}

@Test func wrongGoldColumnsAreOneError() throws {
  try withTrainedSubnets { folder in
    let lacking = try predict("crf", "ner", "dev.txt", "--gold", "9", in: folder)
    #expect(lacking.status == 1 && lacking.output.isEmpty)
    #expect(
      lacking.errors == """
        dev.txt:3: error: expected at least 10 columns, found 4: column 9, counted from 0, is read: "0 Ann NNP B-PER"; \
        complete the line, or choose another column (the same in 74 other lines: 4, 5, 6, 7, 9, …)

        """)
    let odd = try folder.text("dev.txt").replacing("Smith NNP O\n", with: "Smith NNP O\u{200B}\n")
    try folder.write(odd, to: "odd.txt")
    for (gold, title) in [("ner", "'ner'"), ("3", "3 (from 0)")] {
      #expect(
        try predict("crf", "ner", "odd.txt", "--gold", gold, in: folder).errors == """
          odd.txt:6:13: error: expected a bio2 tag (O, B-TYPE or I-TYPE) in column \(title), found 'O<U+200B>': \
          "3 Smith NNP O<U+200B>"; remove the characters that are shown by their numbers (the same in 7 other lines: \
          18, 30, 42, 54, 68, …)

          """)
    }
    let pos = try predict("crf", "ner", "dev.txt", "--gold", "pos", in: folder)
    #expect(pos.status == 1 && pos.errors.split(separator: "\n").count == 3, "\(pos.errors)")
    #expect(!pos.errors.contains("error: error:") && pos.errors.contains("in column 'pos', found 'NNP'"))
    let ofSplit = try predict("crf", "ner", "--split", "dev", "--gold", "pos", in: folder)
    #expect(ofSplit.status == 1 && ofSplit.errors.hasPrefix("./dev.txt:3: error: expected a bio2 tag in column 'pos'"))
  }
}

/// A split gets the tags and the score of its file.
@Test func splitsAreTagged() throws {
  try withTrainedSubnets { folder in
    for (task, column) in [("ner", 3), ("pos", 2)] {
      let file = try predict("crf", task, "dev.txt", "--gold", "\(column)", in: folder)
      let split = try predict("crf", task, "--split", "dev", in: folder)
      #expect(split.status == 0 && split.errors == file.errors && split.errors.hasPrefix("\(task): "))
      #expect(tokens(split.output) == tokens(file.output).map { [$0[1], $0[column], $0[4]] })
      #expect(split.output.hasPrefix("Ann ") && split.output.hasSuffix("\n\n"))
      #expect(split.output.components(separatedBy: "\n\n").count == 16)
      let train = try predict("crf", task, "--split", "train", "-o", "out.txt", in: folder)
      #expect(try train.output.isEmpty && tokens(folder.text("out.txt")).count == 300)
    }
    let tagged = try predict("crf", "pos", "--split", "dev", "--output", "tagged", in: folder).output
    let ofFile = try predict("crf", "pos", "dev.txt", "--output", "tagged", in: folder).output
    #expect(tagged == ofFile.split(separator: "\n").map { $0 + "\n" }.joined() && tagged.hasPrefix("Ann/"))
    let scores = try predict("crf", "ner", "--split", "dev", "--scores", in: folder).output
    #expect(tokens(scores).allSatisfy { $0.count > 5 && $0[3].contains("=") })
    let other = try predict("crf", "pos", "--split", "dev", "--gold", "ner", in: folder)
    #expect(other.status == 0 && tokens(other.output)[0][1] == "B-PER")
    #expect(
      try predict("crf", "ner", "--split", "test", in: folder).errors
        == "error: the dataset of the task 'ner' has no test split\n   = help: write --split dev, or name a file\n")
    for options in [["dev.txt"], ["--input", "columns"], ["--token-column", "1"], ["--as-predicted"]] {
      let arguments = ["predict", "little.yaml", "--variant", "crf", "--task", "ner", "--split", "dev"] + options
      #expect(try CommandProcess(arguments, in: folder).wait().status == 64, "\(options)")
    }
  }
}

/// Only sentences with errors are written, and the errors counted.
@Test func errorsAreListed() throws {
  try withTrainedSubnets { folder in
    let all = try predict("crf", "ner", "--split", "dev", in: folder)
    let some = try predict("crf", "ner", "--split", "dev", "--errors", in: folder)
    let wrong = all.output.components(separatedBy: "\n\n").filter { tokens($0).contains { $0[1] != $0[2] } }
    #expect(!wrong.isEmpty && wrong.count < 15)
    let marked = wrong.map { sentence in
      tokens(sentence).map { ($0 + [$0[1] == $0[2] ? "-" : "*"]).joined(separator: " ") + "\n" }.joined() + "\n"
    }
    #expect(some.output == marked.joined())
    let count = tokens(some.output).count { $0[3] == "*" }
    let tags = "\(count) wrong tag\(count == 1 ? "" : "s")"
    let closing = try #require(some.errors.split(separator: "\n").last)
    #expect(closing.hasPrefix("ner: \(tags) in \(wrong.count) of 15 sentences: "), "\(some.errors)")
    #expect(some.errors.hasPrefix(all.errors))
    let ofFile = try predict("crf", "ner", "dev.txt", "--gold", "ner", "--errors", in: folder)
    #expect(ofFile.output == some.output && ofFile.errors == some.errors)
    for options in [[], ["--gold", "ner", "--output", "tagged"], ["--gold", "ner", "--as-predicted"]] {
      let arguments = ["predict", "little.yaml", "--variant", "crf", "--task", "ner", "dev.txt", "--errors"] + options
      #expect(try CommandProcess(arguments, in: folder).wait().status == 64, "\(options)")
    }
  }
}

/// Inputs that trip readers are tagged, or refused with one message.
@Test func oddFilesAreTagged() throws {
  try withTrainedSubnets { folder in
    func tag(_ text: String, _ options: String...) throws -> Outcome {
      try folder.write(text, to: "odd.txt")
      let arguments = ["predict", "little.yaml", "--variant", "crf", "--task", "ner", "odd.txt"]
      let outcome = try CommandProcess(arguments + options, in: folder).wait()
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome
    }
    #expect(try tag("").output == "")
    #expect(try tag("", "--gold", "ner").errors.hasSuffix("accuracy 0.00 of 0 tokens\n"))
    #expect(try tag("\n\n-DOCSTART- x y z\n\n").output == "\n\n-DOCSTART- x y z\n\n")
    #expect(try tag("-DOCSTART- x y z", "--gold", "ner", "--errors").output == "")
    let plain = try tag("0 Ann NNP B-PER\n1 met VB O\n\n0 Bob NNP B-PER\n").output
    #expect(try tag("0 Ann NNP B-PER\n1 met VB O\n\n0 Bob NNP B-PER").output == plain)
    #expect(try tag("0 Ann NNP B-PER\r\n1 met VB O\r\n\r\n0 Bob NNP B-PER\r\n").output == plain)
    #expect(try tag("\u{FEFF}0 Ann NNP B-PER\n1 met VB O\n\n0 Bob NNP B-PER\n").output == plain)
    let long = try tag((0..<20_000).map { "\($0) Ann NNP B-PER\n" }.joined(), "--gold", "ner")
    #expect(tokens(long.output).count == 20_000 && long.errors.hasSuffix("of 20000 tokens\n"))
    let packed = try CommandProcess(
      ["predict", "little.yaml", "--variant", "crf", "--task", "ner", "odd.txt.gz"], in: folder,
      script: "printf '0 Ann NNP B-PER\\n1 met VB O\\n\\n0 Bob NNP B-PER\\n' | gzip > odd.txt.gz; exec \"$0\" \"$@\""
    ).wait()
    #expect(packed.output == plain && packed.errors.isEmpty)
  }
}

/// `--input` reads other formats than the dataset's.
@Test func otherFormatsAreRead() throws {
  try withTrainedSubnets { folder in
    func tag(_ text: String, _ options: String...) throws -> Outcome {
      let arguments = ["predict", "little.yaml", "--variant", "crf", "--task", "ner"]
      return try CommandProcess(arguments + options, in: folder, input: text).wait()
    }
    let sentence = "1\tAnn\t_\tNNP\t_\tNumber=Sing\t0\t_\t_\tner=B-PER\n2\tmet\t_\tVB\t_\t_\t1\t_\t_\tner=O\n"
    let conllu = try tag("# text = Ann met\n" + sentence, "--input", "conllu", "--gold", "misc.ner")
    #expect(conllu.status == 0 && conllu.errors.hasPrefix("ner: F1 "))
    #expect(
      conllu.output.replacing(/ner_predicted=[-\w]+/, with: "P") == "# text = Ann met\n"
        + sentence.replacing("ner=B-PER", with: "ner=B-PER|P").replacing("ner=O", with: "ner=O|P") + "\n")
    #expect(
      try tag(sentence, "--input", "conllu", "--gold", "feats.Number").errors.contains(
        "in column 'feats.Number', found 'Sing'"))
    #expect(
      try tag(sentence, "--input", "conllu", "--gold", "3").errors
        == "error: no column is called '3'\n"
        + "   = help: name a column of CoNLL-U, such as upos, feats.Number or misc.NAME\n")
    let objects = #"{"tokens": ["Ann", "met"], "n": 1.0, "tags": ["B-PER", "O"]}"# + "\n"
    let jsonl = try tag(objects, "--input", "jsonl", "--gold", "tags")
    #expect(jsonl.status == 0 && jsonl.errors.hasPrefix("ner: F1 "))
    #expect(jsonl.output.replacing(/, "ner": \["[-\w]+", "[-\w]+"\]/, with: "") == objects)
    #expect(
      try tag(objects, "--input", "jsonl", "--gold", "gold").errors.contains("expected the field 'gold', found only"))
    for form in ["conllu", "jsonl", "text"] {
      #expect(
        try tag("", "--input", form, "--token-column", "0").errors
          == "error: cannot use --token-column: the input is not in columns\n   = help: write --input columns\n")
    }
    #expect(try tag("a\n", "--input", "text", "--gold", "0").errors.hasPrefix("error: cannot use --gold: the input"))
    #expect(try tag(objects, "--input", "jsonl", "--output", "columns").output.hasPrefix("Ann\t"))
    #expect(try tag(objects, "--input", "jsonl", "--output", "tagged").output.hasPrefix("Ann/"))
  }
}

/// Tasks over CoNLL-U, JSON objects and sentences that are made.
private let forms = """
  sharespec: 1
  name: forms
  seed: 3
  datasets:
    u: {format: conllu, files: {train: u.conllu}, hold_out: 2}
    j: {format: jsonl, files: {train: j.jsonl}, fields: {token: words, ner: {field: tags, labels: [O, B-X, I-X]}},
      hold_out: 3, limit: 4}
    s: {format: synthetic, sentences: {train: 20, dev: 5, test: 6}}
  tasks:
    num: {dataset: u, column: feats.Number, metric: accuracy, missing: "_"}
    ner: {dataset: j, column: ner, metric: span_f1, scheme: {from: bio2, to: bioes}, labels: {X: NAME}}
    chunk: {dataset: s, column: chunk, metric: span_f1, scheme: {from: bio2, to: bioes}}
    place: {dataset: s, derive: position, metric: accuracy}
  base: {words: {dimension: 4}, encoder: {hidden: 4}}
  sharing: single
  training: {epochs: 1}

  """

@Test func everyFormatIsTaggedAsTheDatasetSays() throws {
  try withFolder { folder in
    let word = { (id: Int, form: String, feats: String) in "\(id)\t\(form)\t_\t_\t_\t\(feats)\t_\t_\t_\t_\n" }
    let conllu = (0..<8).map { "# sent_id = \($0)\n" + word(1, "men", "Number=Plur") + word(2, "w\($0)", "_") + "\n" }
    let objects = (0..<8).map { #"{"id": \#($0), "words": ["New", "York", "w\#($0)"], "tags": [1, 2, 0]}"# + "\n" }
    try folder.write(forms, to: "forms.yaml")
    try folder.write(conllu.joined(), to: "u.conllu")
    try folder.write(objects.joined(), to: "j.jsonl")
    let run = try sharespec("run", "forms.yaml", in: folder)
    #expect(run.status == 0, "\(run.errors)")
    func tag(_ task: String, _ options: String...) throws -> Outcome {
      let outcome = try CommandProcess(["predict", "forms.yaml", "--task", task] + options, in: folder).wait()
      #expect(outcome.status == 0, "\(outcome.errors)")
      return outcome
    }
    let words = try tag("num", "u.conllu", "--gold", "feats.Number")
    #expect(words.output.contains("num=Plur\n") && words.errors == "num: accuracy 100.00 (MCC 0.00; 8 of 8 tokens)\n")
    #expect(words.output.replacing("num=Plur", with: "_") == conllu.joined())
    let numbers = try tag("num", "--split", "dev")
    #expect(numbers.output == "men\tPlur\tPlur\nw6\t_\tPlur\n\nmen\tPlur\tPlur\nw7\t_\tPlur\n\n")
    #expect(numbers.errors == "num: accuracy 100.00 (MCC 0.00; 2 of 2 tokens)\n")
    #expect(try tag("num", "--split", "dev", "--errors").errors.hasSuffix("num: 0 wrong tags in 0 of 2 sentences\n"))
    #expect(
      try tag("num", "u.conllu", "--gold", "upos").errors.hasPrefix("num: accuracy 0.00 (MCC 0.00; 0 of 0 tokens"))

    for gold in ["ner", "tags"] {
      let names = try tag("ner", "j.jsonl", "--gold", gold)
      #expect(names.errors.contains(" of 8 spans, ") && names.output.hasPrefix(#"{"id": 0, "words": ["New", "York", "#))
      #expect(names.output.replacing(/, "ner": \[[^\]]*\]/, with: "") == objects.joined())
    }
    let heldOut = try tag("ner", "--split", "dev").output
    #expect(heldOut.hasPrefix("New\tB-NAME\t") && heldOut.contains("w5\tO\t") && !heldOut.contains("w4"))
    let limited = try tag("ner", "--split", "train").output
    #expect(limited.contains("w3\tO\t") && !limited.contains("w4"))

    for (split, sentences) in [("train", 20), ("dev", 5), ("test", 6)] {
      let made = try tag("chunk", "--split", split)
      #expect(made.output.components(separatedBy: "\n\n").count == sentences + 1)
      #expect(made.errors.hasPrefix("chunk: F1 "))
    }
    #expect(try tag("place", "--split", "test").output.split(separator: "\n")[1].split(separator: " ")[1] == "1")
    #expect(try tag("chunk", "--split", "test", "--gold", "ner").errors.hasPrefix("chunk: F1 "))
    let unknown = try CommandProcess(
      ["predict", "forms.yaml", "--task", "chunk", "--split", "dev", "--gold", "x"], in: folder
    ).wait()
    #expect(unknown.errors.hasSuffix("= help: the sentences have 'pos', 'chunk', 'ner'\n"))
  }
}
