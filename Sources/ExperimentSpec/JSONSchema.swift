package import Diagnostics

/// The JSON Schema (2020-12) of specifications, made from the definitions that decoding uses.
///
/// It says what a schema can say: keys, types, ranges, names and defaults. References, masks and what values mean
/// together are for the compiler. A variant may hold any part of an experiment, so nothing is required in one.
package enum JSONSchema {
  /// The schema of a whole file.
  package static var specification: JSONValue {
    let head = RootFields.blockDescription
    let body = Experiment.blockDescription
    let required = head.fields.filter { $0.presence == .required }.map(\.key)
    let properties = (head.fields + body.fields).map { field in
      field.key == RootFields.variantsKey
        ? JSONValue.Member(field.key, variants(of: body, documentation: field.documentation))
        : JSONValue.Member(field.key, schema(of: field))
    }
    return [
      "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "ShareSpec specification",
      "description": .string(RootFields.documentation), "type": "object", "properties": .object(properties),
      "required": .array(required.map(JSONValue.string)), "additionalProperties": false,
    ]
  }

  /// Patches of the experiment, by name.
  private static func variants(of body: BlockDescription, documentation: String) -> JSONValue {
    [
      "description": .string(documentation), "type": "object", "minProperties": 1,
      "additionalProperties": schema(of: body, isPatch: true),
    ]
  }

  private static func schema(of block: BlockDescription, isPatch: Bool) -> JSONValue {
    let required = isPatch ? [] : block.fields.filter { $0.presence == .required }.map(\.key)
    return [
      "description": .string(block.documentation), "type": "object",
      "properties": .object(block.fields.map { JSONValue.Member($0.key, schema(of: $0, isPatch: isPatch)) }),
      "required": .array(required.map(JSONValue.string)), "additionalProperties": false,
    ]
  }

  private static func schema(of field: FieldDescription, isPatch: Bool = false) -> JSONValue {
    var schema = schema(of: field.type, isPatch: isPatch)
    if field.presence == .optional, !field.type.accepts(name: "none") { schema = orNone(schema) }
    guard case .object(let members) = schema else { return true }
    var described = [JSONValue.Member("description", .string(field.documentation))]
    described += members.filter { $0.name != "description" }
    if case .defaulted(let text) = field.presence, let value = value(text, of: field.type) {
      described.append(JSONValue.Member("default", value))
    }
    return .object(described)
  }

  private static func schema(of type: TypeDescription, isPatch: Bool) -> JSONValue {
    switch type {
    case .boolean: return ["type": "boolean"]
    case .integer(let range):
      let minimum = JSONValue.Member("minimum", .integer(range.lowerBound))
      let maximum = JSONValue.Member("maximum", .integer(range.upperBound))
      return .object([JSONValue.Member("type", "integer"), minimum] + (range.upperBound == Int.max ? [] : [maximum]))
    case .real(let range): return schema(of: range)
    case .text, .path, .reference, .mask: return ["type": "string", "minLength": 1]
    case .choice(let choices):
      return [
        "oneOf": .array(
          choices.map { choice in
            choice.documentation.isEmpty
              ? ["const": .string(choice.name)]
              : ["const": .string(choice.name), "description": .string(choice.documentation)]
          })
      ]
    case .list(let element): return ["type": "array", "items": schema(of: element, isPatch: isPatch)]
    case .map(let element, let removable):
      let inner = schema(of: element, isPatch: isPatch)
      return ["type": "object", "additionalProperties": removable ? orNone(inner) : inner]
    case .block(let block): return schema(of: block, isPatch: isPatch)
    case .either(let types): return ["anyOf": .array(types.map { schema(of: $0, isPatch: isPatch) })]
    case .any: return [:]
    }
  }

  /// `schema` or the word that leaves the value out; any text is a text in any case.
  private static func orNone(_ schema: JSONValue) -> JSONValue {
    if schema["type"] == "string" { return schema }
    let none: JSONValue = ["const": "none", "description": "Nothing, also where a file or layer below has something."]
    return ["anyOf": [schema, none]]
  }

  private static func schema(of range: RealRange) -> JSONValue {
    var members = [JSONValue.Member("type", "number")]
    members.append(JSONValue.Member(range.includesLower ? "minimum" : "exclusiveMinimum", number(range.lower)))
    if range.upper.isFinite {
      members.append(JSONValue.Member(range.includesUpper ? "maximum" : "exclusiveMaximum", number(range.upper)))
    }
    return .object(members)
  }

  private static func number(_ value: Double) -> JSONValue { Int(exactly: value).map { .integer($0) } ?? .real(value) }

  /// A default as it would be in JSON; `nil` for blocks, whose fields have defaults of their own.
  private static func value(_ text: String, of type: TypeDescription) -> JSONValue? {
    switch type {
    case .boolean: .boolean(text == "true")
    case .integer: Int(text).map { .integer($0) }
    case .real: Double(text).map(number)
    case .choice, .text, .path, .reference, .mask: .string(text)
    case .either(let types): types.compactMap { value(text, of: $0) }.first
    case .list: text == "[]" ? [] : nil
    case .map, .block, .any: nil
    }
  }
}
