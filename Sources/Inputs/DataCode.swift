package import Diagnostics

/// The rules about what data files hold.
package enum DataCode {
  package static let unreadableLine = DiagnosticCode(
    "E0801", "data line that cannot be read",
    explanation: """
      A line of a data file does not fit the dataset's format: it has too few columns, another number of columns than the
      lines before it, a character that text does not have, or it belongs to another format. All data files are read
      before anything is trained. Correct the line, or the dataset's `columns`, `separator`, `comments`, `skip` or `width`.

      ```text
      found  O
      foo              # error: expected at least 2 columns, found 1
      ```
      """)

  package static let unreadableFile = DiagnosticCode(
    "E0802", "data file that cannot be read",
    explanation: """
      A data file has no sentences, is an archive or a pointer of Git LFS, or its gzip data is damaged; or a corpus has
      too few sentences, documents or labels for what is asked of it. docs/data.md lists the formats.

      ```text
      version https://git-lfs.github.com/spec/v1      # error: a pointer, not the file: run 'git lfs pull'
      ```
      """)

  package static let foreignTag = DiagnosticCode(
    "E0803", "tag that its scheme does not have",
    explanation: """
      A task that predicts spans reads tags of one scheme, and the column has others. Often the scheme is another one, or
      the tag holds a character that cannot be seen, which messages show as `<U+200B>`.

      ```yaml
      tasks:
        ner: {dataset: d, column: ner, metric: span_f1, scheme: bio2}     # error where the file has U-PER
        ner: {dataset: d, column: ner, metric: span_f1, scheme: bilou}
      ```
      """)

  package static let contradictingTag = DiagnosticCode(
    "E0804", "tag that contradicts its scheme",
    explanation: """
      A tag cannot stand where it does, such as an `I-PER` of the scheme `bio2` after `O`, and the task says
      `repair: reject`. Correct the file, name its scheme, or let such tags be read as by conlleval.

      ```yaml
      scheme: {from: bio2, to: bio2, repair: reject}        # error
      scheme: {from: bio1, to: bio2, repair: reject}        # if the file is in BIO1
      ```
      """)

  package static let unusableVectors = DiagnosticCode(
    "E0805", "pretrained vectors that cannot be used",
    explanation: """
      The file of pretrained vectors cannot be read, or its vectors have another number of components than
      `base.words.dimension`.

      ```yaml
      base: {words: {dimension: 50, pretrained: glove.6B.100d.txt}}     # error
      base: {words: {dimension: 100, pretrained: glove.6B.100d.txt}}
      ```
      """)

  package static let repairedTags = DiagnosticCode(
    "W0801", "tags that contradict their scheme",
    explanation: """
      Some tags cannot stand where they do in the scheme that the task names. They are read as conlleval reads them: an
      `I-X` that continues nothing starts a span. Many of them say that the file is in another scheme.

      ```yaml
      scheme: bio2                                     # warning for a file in BIO1
      scheme: {from: bio1, to: bio2}
      scheme: {from: bio2, to: bio2, repair: reject}   # makes such tags an error
      ```
      """)

  package static let unseenLabels = DiagnosticCode(
    "W0802", "labels that training data lacks",
    explanation: """
      Development or test data has labels, or types of spans, that training data does not have. No model can predict them,
      so that each is an error in the scores. `labels` renames or drops them.

      ```yaml
      tasks:
        ner: {dataset: d, column: ner, metric: span_f1, scheme: bio2, labels: {GPE: LOC}}
      ```
      """)

  package static let uncoveredWords = DiagnosticCode(
    "W0803", "words without pretrained vectors",
    explanation: """
      Fewer tokens of the corpora have a pretrained vector than vectors of the corpora's language cover. Often the file is
      of another language, or all of its words are in lower case and those of the corpora are not.

      ```yaml
      base: {words: {pretrained: glove.txt, lowercase: true}}
      ```
      """)

  package static let idleSkip = DiagnosticCode(
    "W0804", "skip that matches nothing",
    explanation: """
      No line of the dataset's files has an entry of `skip` as its first column. Entries are compared exactly: case counts.

      ```yaml
      skip: [-docstart-]      # warning
      skip: [-DOCSTART-]
      ```
      """)

  package static let skippedTokens = DiagnosticCode(
    "W0805", "skipped line that may be a token",
    explanation: """
      A line that `skip` drops has the columns of a token and stands next to one, so that a sentence is cut in two. To drop
      comments and keep tokens that look like them, use `comments`.

      ```yaml
      skip: ["#"]           # warning where a token is '#'
      comments: "#"
      ```
      """)

  package static let tokensLikeComments = DiagnosticCode(
    "W0806", "token that begins like a comment",
    explanation: """
      A line begins like a comment and has as many columns as a token. It is read as a token. If it is a comment, remove it
      or use `separator: tab`, with which a comment of several words is one column.

      ```yaml
      comments: "#"
      separator: tab
      ```
      """)

  package static let sameData = DiagnosticCode(
    "W0807", "same data in two splits",
    explanation: """
      Two splits of a dataset are the same file, or files with the same content. Scores on data that was trained on say
      nothing about other data.

      ```yaml
      files: {train: all.txt, dev: all.txt}      # warning
      files: {train: all.txt}                    # holds a part out
      ```
      """)

  package static let differentWidths = DiagnosticCode(
    "W0808", "splits of different width",
    explanation: """
      The files of a dataset's splits have different numbers of columns. Columns are counted from the left, so that those
      that are read may be others than you think.

      ```yaml
      files: {train: train.txt, test: test-without-pos.txt}      # warning
      ```
      """)

  package static let tokensAsLabels = DiagnosticCode(
    "W0809", "tokens as labels",
    explanation: """
      A task predicts the column that holds the tokens themselves.

      ```yaml
      columns: {token: 0, pos: 0}      # warning
      columns: {token: 0, pos: 1}
      ```
      """)

  package static let lookalikes = DiagnosticCode(
    "W0810", "labels that look the same",
    explanation: """
      Two labels of a task differ only in characters that cannot be seen, or in how an accent is composed. They are different
      labels to the program. Correct the file, or rename one of them with `labels`.

      ```yaml
      labels: {"LOC\\u200B": LOC}
      ```
      """)

  package static let byteOrderMark = DiagnosticCode(
    "W0811", "byte-order mark inside a file",
    explanation: """
      A byte-order mark stands inside a file, often where two files were joined. It is a part of the token or label that it
      stands in, which then is another one than it seems. Remove it.

      ```text
      Rome<U+FEFF>  B-LOC      # warning
      Rome          B-LOC
      ```
      """)

  package static let longSentence = DiagnosticCode(
    "W0812", "very long sentence",
    explanation: """
      A sentence has more than 10,000 tokens. Often the empty lines between sentences are missing. The memory that training
      takes grows with the longest sentence.

      ```text
      .    O
      The  O      # warning, 10,000 lines later, if an empty line is missing here
      ```
      """)

  package static let emptySentences = DiagnosticCode(
    "W0813", "sentences without tokens",
    explanation: """
      Some objects of a file of JSON lines have an empty list of tokens. They are left out.

      ```json
      {"tokens": [], "tags": []}
      ```
      """)

  package static let commentsAsTokens = DiagnosticCode(
    "W0814", "comment that is read as a token",
    explanation: """
      The first line of a sentence looks like a comment such as `# sent_id = 5`, and the dataset does not recognize comments.
      It has as many columns as a token and is read as one.

      ```text
      # id = 5
      The DT O B-NP
      ```
      """)

  package static let unusedLabel = DiagnosticCode(
    "W0815", "label that matches nothing",
    explanation: """
      An entry of a task's `labels`, or its `missing`, is a label that the data does not have. Where the task predicts spans,
      `labels` names their types, without the prefix.

      ```yaml
      labels: {B-GPE: LOC}      # warning
      labels: {GPE: LOC}
      ```
      """)

  package static let splitWithoutLabels = DiagnosticCode(
    "W0816", "split without labels",
    explanation: """
      No token of a split has a label, since all of them are missing. Scores on the split count nothing.

      ```text
      The  _
      dog  _
      ```
      """)

  package static let markerAsToken = DiagnosticCode(
    "W0817", "marker of documents that is read as a token",
    explanation: """
      The files of the CoNLL shared tasks begin each document with a line `-DOCSTART-`. The dataset does not skip it, so that
      it is a sentence of one token.

      ```yaml
      skip: [-DOCSTART-]
      ```
      """)

  package static let singleLabel = DiagnosticCode(
    "W0818", "task with a single label",
    explanation: """
      All labels of a task's training data are the same, so that there is nothing to learn. Often the name of the column is
      wrong: a feature that no word has gives the label `_` everywhere.

      ```yaml
      column: feats.number      # warning
      column: feats.Number
      ```
      """)

  package static let all = [
    unreadableLine, unreadableFile, foreignTag, contradictingTag, unusableVectors, repairedTags, unseenLabels,
    uncoveredWords, idleSkip, skippedTokens, tokensLikeComments, sameData, differentWidths, tokensAsLabels, lookalikes,
    byteOrderMark, longSentence, emptySentences, commentsAsTokens, unusedLabel, splitWithoutLabels, markerAsToken,
    singleLabel,
  ]
}
