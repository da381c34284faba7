/// A value that is written as JSON and read back from it.
package protocol JSONRepresentable {
  /// The value that `json` spells.
  init(reading json: LocatedJSON) throws(JSONValueError)

  var json: JSONValue { get }
}

extension LocatedJSON {
  /// The value that the member called `name` spells.
  package func value<Value: JSONRepresentable>(_ name: String) throws(JSONValueError) -> Value {
    try Value(reading: member(name))
  }

  /// The value that the member called `name` spells; `nil` where there is none, or it is `null`.
  package func valueIfThere<Value: JSONRepresentable>(_ name: String) throws(JSONValueError) -> Value? {
    guard let member = self[name] else { return nil }
    if case .null = member.content { return nil }
    return try Value(reading: member)
  }
}

extension String: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) { self = try json.required(json.text, "a text") }

  package var json: JSONValue { .string(self) }
}

extension Int: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    self = try json.required(json.integer, "a whole number")
  }

  package var json: JSONValue { .integer(self) }
}

extension Double: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) { self = try json.required(json.real, "a number") }

  package var json: JSONValue { .real(self) }
}

extension Bool: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    self = try json.required(json.boolean, "true or false")
  }

  package var json: JSONValue { .boolean(self) }
}

extension Array: JSONRepresentable where Element: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    self = []
    for element in try json.required(json.elements, "a list") { append(try Element(reading: element)) }
  }

  package var json: JSONValue { .array(map(\.json)) }
}

extension Dictionary: JSONRepresentable where Key == String, Value: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    self = [:]
    for member in try json.required(json.members, "an object") { self[member.name] = try Value(reading: member.value) }
  }

  /// The members in the order of their names' UTF-8.
  package var json: JSONValue {
    .object(
      sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { JSONValue.Member($0.key, $0.value.json) })
  }
}

extension JSONRepresentable where Self: RawRepresentable, RawValue == String {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    let text = try String(reading: json)
    guard let value = Self(rawValue: text) else {
      throw JSONValueError(message: "'\(text)' is unknown", range: json.range)
    }
    self = value
  }

  package var json: JSONValue { .string(rawValue) }
}
