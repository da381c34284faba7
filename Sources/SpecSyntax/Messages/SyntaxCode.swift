package import Diagnostics

/// The rules of the text itself, before any key has a meaning: `E01xx`.
package enum SyntaxCode {
  /// Every rule of this phase, in the order of their numbers.
  package static let all: [DiagnosticCode] =
    bytes + structure + anchorsAndAliases + bounds + scalars + overrides

  private static let bytes = [fileTooLarge, notUTF8, tab, forbiddenCharacter]
  private static let structure = [
    malformed, rootNotMapping, severalDocuments, directive, tag, explicitKey, keyNotText, duplicateKey,
    mergeKey,
  ]
  private static let anchorsAndAliases = [unknownAnchor, anchorRedefined, aliasInsideItself]
  private static let bounds = [tooDeep, tooManyNodes, scalarTooLong]
  private static let scalars = [ambiguousKey, nullInText]
  private static let overrides = [overridePath, overrideValue]
}

// MARK: - Bytes

extension SyntaxCode {
  package static let fileTooLarge = DiagnosticCode(
    "E0101", "a file is larger than 1 MiB",
    explanation: """
      A specification is written and read by people; a file of more than 1 MiB is something else, most often a data
      file given by mistake. Name data files under `datasets:` instead, and share common parts with `extends:`.
      """)

  package static let notUTF8 = DiagnosticCode(
    "E0102", "a file is not UTF-8",
    explanation: """
      Specifications are UTF-8. The place is that of the first byte that cannot be part of such a text. Editors can
      convert a file ("save with encoding"), and so can `iconv -f latin1 -t utf-8`.
      """)

  package static let tab = DiagnosticCode(
    "E0103", "a tab in a specification",
    explanation: """
      YAML forbids tabs for indentation, and readers differ about tabs elsewhere; a specification contains none.

      ```yaml wrong
      training:
      <U+0009>batch: 10
      ```

      ```yaml right
      training:
        batch: 10
      ```

      Within a text, write `"\\t"` in double quotes.
      """)

  package static let forbiddenCharacter = DiagnosticCode(
    "E0104", "a character that may not stand in a specification",
    explanation: """
      Refused are characters that cannot be seen, that make text look like what it isn't, or that readers of YAML
      treat differently: control characters, line ends other than LF and CR LF, the separators U+0085, U+2028 and
      U+2029, marks that change the direction of writing, and a byte-order mark anywhere but at the start.

      Within a text, write the character as an escape in double quotes, such as `"\\u2028"`.

      ```yaml wrong
      name: my<U+2028>experiment
      ```
      """)
}

// MARK: - Structure

extension SyntaxCode {
  package static let malformed = DiagnosticCode(
    "E0105", "a text is not YAML",
    explanation: """
      The text breaks the rules of YAML, so that nothing after this place can be read. The usual causes are a missing
      space after `:`, a bracket or quote that is not closed, lines of one block that are indented differently, and a
      text with `: ` or ` #` in it that is not quoted.

      ```yaml wrong
      training:
        batch:10       # there is no space after the colon
        epochs: 100
      ```

      ```yaml wrong
      tasks: {pos: {column: pos}     # a brace is missing
      ```

      ```yaml right
      training:
        batch: 10
        epochs: 100
      ```
      """)

  package static let rootNotMapping = DiagnosticCode(
    "E0106", "a specification is not a mapping",
    explanation: """
      A specification is a list of keys with values, the first of which is usually its version:

      ```yaml wrong
      - sharespec: 1
      - name: my-experiment
      ```

      ```yaml right
      sharespec: 1
      name: my-experiment
      ```
      """)

  package static let severalDocuments = DiagnosticCode(
    "E0107", "a file holds several documents",
    explanation: """
      YAML lets `---` separate several documents in one file. A specification is one document: put the others into
      files of their own, and what they have in common into a file that they name with `extends:`.

      ```yaml wrong
      name: first
      ---
      name: second
      ```
      """)

  package static let directive = DiagnosticCode(
    "E0108", "a directive that specifications don't use",
    explanation: """
      Lines at the start of a file that begin with `%` are directives to the YAML reader. Specifications are YAML 1.2
      without tags, so `%YAML 1.2` is the only one that is accepted, and it can be left out.

      ```yaml wrong
      %YAML 1.1
      ---
      name: my-experiment
      ```
      """)

  package static let tag = DiagnosticCode(
    "E0109", "an explicit tag",
    explanation: """
      A tag such as `!!int` or `!Task` tells a YAML reader how to read a value. In a specification the field that a
      value stands in determines that.

      ```yaml wrong
      training: {batch: !!int 10}
      ```

      ```yaml wrong
      name: !!str 2019
      ```

      ```yaml right
      training: {batch: 10}
      name: "2019"
      ```
      """)

  package static let explicitKey = DiagnosticCode(
    "E0110", "a key announced by `?`",
    explanation: """
      YAML lets `?` announce a key, so that keys can be lists or run over several lines. Keys of specifications are
      short texts and need no announcement. A text that begins with `?` is written in quotes.

      ```yaml wrong
      training:
        ? batch
        : 10
      ```

      ```yaml right
      training:
        batch: 10
      ```
      """)

  package static let keyNotText = DiagnosticCode(
    "E0111", "a key is not a text",
    explanation: """
      Every key is a text, plain or in quotes; it cannot be missing, a list, a mapping or an alias.

      ```yaml wrong
      sharing:
        levels:
          [pos, ner]: 1
      ```

      ```yaml wrong
      training:
        : 10
      ```

      ```yaml right
      sharing:
        levels: {pos: 1, ner: 1, chunk: 2}
      ```
      """)

  package static let duplicateKey = DiagnosticCode(
    "E0112", "a key occurs twice in one mapping",
    explanation: """
      Many YAML readers let the last of two equal keys win in silence, so that half of what was written has no effect.
      Here every key stands once. To change a value for a comparison, use `variants:`.

      ```yaml wrong
      training:
        batch: 10
        epochs: 100
        batch: 32       # 'batch' stands above
      ```

      ```yaml right
      training:
        batch: 10
        epochs: 100
      variants:
        small: {}
        large: {training: {batch: 32}}
      ```
      """)

  package static let mergeKey = DiagnosticCode(
    "E0113", "a merge key `<<`",
    explanation: """
      The merge key was dropped from YAML 1.2, and readers disagree about which value wins. To build on another file
      use `extends:`; to change a few values of an experiment use `variants:`. Both keep the origin of every value.

      ```yaml wrong
      variants:
        small: &small {training: {batch: 10}}
        large:
          <<: *small
          base: {encoder: {hidden: 400}}
      ```

      ```yaml right
      extends: base.yaml
      variants:
        large: {base: {encoder: {hidden: 400}}}
      ```
      """)
}

// MARK: - Anchors and aliases

extension SyntaxCode {
  package static let unknownAnchor = DiagnosticCode(
    "E0114", "an alias of something unknown",
    explanation: """
      `*name` stands for the value that was marked `&name` further up in the same file.

      ```yaml wrong
      tasks:
        upos: *taging
      ```

      ```yaml right
      tasks:
        pos: &tagging {dataset: conll2003, column: pos, metric: accuracy}
        upos: *tagging
      ```

      A text that begins with `*` is written in quotes: `'*'`.
      """)

  package static let anchorRedefined = DiagnosticCode(
    "E0115", "an anchor is defined twice",
    explanation: """
      If `&name` marked two values, the meaning of `*name` would depend on where it stands. Give each value a name of
      its own.

      ```yaml wrong
      variants:
        small: &size {training: {batch: 10}}
        large: &size {training: {batch: 32}}
      ```
      """)

  package static let aliasInsideItself = DiagnosticCode(
    "E0116", "a value contains itself",
    explanation: """
      An alias inside the very value that it stands for has no finite meaning.

      ```yaml wrong
      base: &base {encoder: *base}
      ```
      """)
}

// MARK: - Bounds

extension SyntaxCode {
  package static let tooDeep = DiagnosticCode(
    "E0117", "lists and mappings are nested too deeply",
    explanation: """
      At most 32 lists and mappings may lie inside one another, those that come in by an alias included.
      """)

  package static let tooManyNodes = DiagnosticCode(
    "E0118", "a file has too many values",
    explanation: """
      At most 100,000 keys, values, lists and mappings may stand in a file, every alias counting as all that it stands
      for. A grid of settings is written as `sweep:`, which needs one line for each axis.
      """)

  package static let scalarTooLong = DiagnosticCode(
    "E0119", "a text is too long",
    explanation: """
      A single value has at most 64 KiB. Longer texts and data belong into files of their own.
      """)
}

// MARK: - Scalars

extension SyntaxCode {
  package static let ambiguousKey = DiagnosticCode(
    "E0120", "a key that other readers of YAML don't take for a text",
    explanation: """
      Keys are texts. A plain key such as `no`, `null`, `12` or `2019-01-01` is a Boolean, nothing, a number or a date
      to some readers of YAML, so other tools would read the file differently. Quotes make it the same for everybody.

      ```yaml wrong
      tasks:
        no: {dataset: conll2003, column: pos, metric: accuracy}      # false to many readers
      ```

      ```yaml right
      tasks:
        "no": {dataset: conll2003, column: pos, metric: accuracy}
      ```
      """)

  package static let nullInText = DiagnosticCode(
    "E0121", "a text contains the character NUL",
    explanation: """
      The escape `"\\0"` puts the character U+0000 into a text. File names cannot contain it, and much software takes
      it for the end of the text.

      ```yaml wrong
      name: "my\\0experiment"
      ```
      """)
}

// MARK: - Overrides

extension SyntaxCode {
  package static let overridePath = DiagnosticCode(
    "E0130", "a path cannot be read",
    explanation: """
      An override on the command line is `path=value`, the path being keys joined by dots, as are the paths of a sweep.
      A key that itself contains a dot, an equals sign or a space stands in double quotes.

      ```console
      $ sharespec check experiment.yaml --set training..batch=32            # error
      $ sharespec check experiment.yaml --set training.batch=32
      $ sharespec check experiment.yaml --set 'sharing.masks."*"=all'
      ```
      """)

  package static let overrideValue = DiagnosticCode(
    "E0131", "an override has no usable value",
    explanation: """
      The value of an override is written as in a file, on one line: a plain or quoted scalar, or a list or mapping in
      brackets.

      ```console
      $ sharespec check experiment.yaml --set training.batch=               # error
      $ sharespec check experiment.yaml --set base.encoder.layers=2
      $ sharespec check experiment.yaml --set 'base.encoder={kind: bilstm, layers: 2}'
      ```

      An empty text is written `''`, and a text with `#`, `: ` or a leading `*`, `&` or `!` in quotes that reach
      ShareSpec, for which the shell needs a second pair.
      """)
}
