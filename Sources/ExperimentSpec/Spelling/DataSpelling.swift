import Model

// How specifications spell the choices about data files, and what each stands for.

extension ColumnSeparator: Choice {
  package var spelling: String {
    switch self {
    case .blanks: "blanks"
    case .tab: "tab"
    }
  }

  package var documentation: String {
    switch self {
    case .blanks: "Any number of blanks and tabs."
    case .tab: "One tab; tokens and labels may hold blanks."
    }
  }
}

extension ColumnWidth: Choice {
  package var spelling: String {
    switch self {
    case .file: "file"
    case .sentence: "sentence"
    }
  }

  package var documentation: String {
    switch self {
    case .file: "All lines of a file."
    case .sentence: "The lines of each sentence; sentences may differ, as in CoNLL-2012."
    }
  }
}

extension HoldOutUnit: Choice {
  package var spelling: String {
    switch self {
    case .sentence: "sentence"
    case .document: "document"
    }
  }

  package var documentation: String {
    switch self {
    case .sentence: "Sentences."
    case .document:
      "Documents, which begin after a line of `skip` or with a `# newdoc` or `#begin document` comment, or where the "
        + "field `document` changes."
    }
  }
}

extension Split: Choice {
  package var spelling: String {
    switch self {
    case .train: "train"
    case .dev: "dev"
    case .test: "test"
    }
  }

  package var documentation: String {
    switch self {
    case .train: "The training split, without what is held out."
    case .dev: "The development split; without a file for it, what `hold_out` takes from the training split."
    case .test: "The test split."
    }
  }
}
