package import Diagnostics
package import Text

/// Something that is wrong or odd in data files, as it is shown and kept.
package struct DataFinding: Hashable, Sendable {
  package var code: DiagnosticCode
  package var severity: Severity
  package var message: String

  /// Where in a data file it is; `nil` for a file or dataset as a whole.
  package var place: Place?

  package var label: String?
  package var notes: [String] = []
  package var help: String?

  /// The paths in the specification that are involved, as in `tasks.ner.column`, and what stands there for.
  package var settings: [Setting] = []

  /// A part of a data file.
  package struct Place: Hashable, Sendable {
    /// The file, as it is opened.
    package let file: String

    /// Bytes of the file's text.
    package let bytes: Range<Int>
  }

  /// A value of the specification.
  package struct Setting: Hashable, Sendable {
    package let path: String
    package let text: String

    package init(_ path: String, _ text: String) {
      self.path = path
      self.text = text
    }
  }
}

extension DataFinding: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    let id: String = try json.value("code")
    let severity: String = try json.value("severity")
    guard let code = DataCode.all.first(where: { $0.id == id }), let severity = Severity(rawValue: severity) else {
      throw JSONValueError(message: "unknown code or severity", range: json.range)
    }
    self.code = code
    self.severity = severity
    message = try json.value("message")
    place = try json.valueIfThere("place")
    label = try json.valueIfThere("label")
    notes = try json.value("notes")
    help = try json.valueIfThere("help")
    settings = try json.value("settings")
  }

  package var json: JSONValue {
    [
      "code": .string(code.id), "severity": .string(severity.rawValue), "message": .string(message),
      "place": place?.json ?? .null, "label": JSONValue(label), "notes": notes.json, "help": JSONValue(help),
      "settings": settings.json,
    ]
  }
}

extension DataFinding.Place: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    file = try json.value("file")
    let start: Int = try json.value("start")
    let end: Int = try json.value("end")
    guard 0 <= start, start <= end else { throw JSONValueError(message: "expected a range", range: json.range) }
    bytes = start..<end
  }

  package var json: JSONValue {
    ["file": .string(file), "start": .integer(bytes.lowerBound), "end": .integer(bytes.upperBound)]
  }
}

extension DataFinding.Setting: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    self.init(try json.value("path"), try json.value("text"))
  }

  package var json: JSONValue { ["path": .string(path), "text": .string(text)] }
}
