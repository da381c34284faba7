import Diagnostics
import Model
package import Text

/// The JSON Schema (2020-12) of specifications, made from the definitions that decoding uses.
///
/// It says what a schema can say of one file: keys, types, ranges, names and defaults. References, masks and what
/// values mean together are for the compiler. What a file lacks, others that it extends, a preset, variants or a sweep
/// may have; so keys are required only in a file that has none of these.
package enum JSONSchema {
  /// The schema of a whole file.
  package static var specification: JSONValue {
    let head = RootFields.blockDescription
    let body = Experiment.blockDescription
    let properties =
      head.fields.map { field in
        field.key == RootFields.variantsKey
          ? JSONValue.Member(field.key, variants(documentation: field.documentation))
          : JSONValue.Member(field.key, schema(of: field))
      } + body.fields.map { JSONValue.Member($0.key, ["$ref": "#/$defs/patch/properties/\($0.key)"]) }
    let layered: [JSONValue] = [ExtendsField.key, "preset", RootFields.variantsKey, "sweep"].map(having)
    return [
      "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "ShareSpec specification",
      "description": .string(RootFields.documentation), "type": "object", "properties": .object(properties),
      "required": [.string(VersionField.key)], "additionalProperties": false,
      "allOf": [
        ["if": ["not": having(ExtendsField.key)], "then": having("name")],
        ["if": ["not": ["anyOf": .array(layered)]], "then": ["$ref": "#/$defs/experiment"]],
      ],
      "$defs": [
        "patch": schema(of: body, isPatch: true), "experiment": schema(of: body, isPatch: false, isClosed: false),
      ],
    ]
  }

  /// The schema of objects with the member `key`.
  private static func having(_ key: String) -> JSONValue { ["required": [.string(key)]] }

  /// Patches of the experiment, by name.
  private static func variants(documentation: String) -> JSONValue {
    let patches: JSONValue = ["type": "object", "additionalProperties": orNone(["$ref": "#/$defs/patch"])]
    guard case .object(let members) = orNone(patches) else { return patches }
    return .object([JSONValue.Member("description", .string(documentation))] + members)
  }

  /// The schema of a block; of a patch of one, in which nothing is required; or, if it is not closed, of something that
  /// may have other members besides.
  private static func schema(of block: BlockDescription, isPatch: Bool, isClosed: Bool = true) -> JSONValue {
    let required = isPatch ? [] : block.fields.filter { $0.presence == .required }.map(\.key)
    let members: [JSONValue.Member] = [
      JSONValue.Member("description", .string(block.documentation)), JSONValue.Member("type", "object"),
      JSONValue.Member(
        "properties", .object(block.fields.map { JSONValue.Member($0.key, schema(of: $0, isPatch: isPatch)) })),
    ]
    return .object(
      members + (required.isEmpty ? [] : [JSONValue.Member("required", .array(required.map(JSONValue.string)))])
        + (isClosed ? [JSONValue.Member("additionalProperties", false)] : []))
  }

  private static func schema(of field: FieldDescription, isPatch: Bool = true) -> JSONValue {
    var schema = schema(of: field.type, isPatch: isPatch)
    if field.presence == .optional, !field.type.accepts(name: "none") { schema = orNone(schema) }
    guard case .object(let members) = schema else { return true }
    let isNumber = if case .integer = field.type { true } else if case .real = field.type { true } else { false }
    let documentation = field.documentation + (isNumber ? " Takes \(field.type.phrase)." : "")
    var described = [JSONValue.Member("description", .string(documentation))]
    described += members.filter { $0.name != "description" }
    if case .defaulted(let text) = field.presence, let value = value(text, of: field.type) {
      described.append(JSONValue.Member("default", value))
    }
    return .object(described)
  }

  private static func schema(of type: TypeDescription, isPatch: Bool) -> JSONValue {
    switch type {
    case .boolean: return ["type": "boolean"]
    case .integer(let range, _):
      return ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
    case .real(let range, _): return schema(of: range)
    case .size:
      let units = ByteSize.Unit.allCases.map(\.rawValue).joined(separator: "|")
      return ["type": "string", "pattern": .string("^(?![0.]+ *[A-Za-z])[0-9]+(\\.[0-9]+)? *(\(units))$")]
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
    // Lists are replaced as a whole, so that their elements are never patches.
    case .list(let element): return ["type": "array", "items": schema(of: element, isPatch: false)]
    case .map(let element, let removable):
      let inner = schema(of: element, isPatch: isPatch)
      return ["type": "object", "additionalProperties": removable ? orNone(inner) : inner]
    case .block(let block): return schema(of: block, isPatch: isPatch)
    case .either(let types): return ["anyOf": .array(types.map { schema(of: $0, isPatch: isPatch) })]
    case .any: return ["not": ["type": "null"]]
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
    case .choice, .size, .text, .path, .reference, .mask: .string(text)
    case .either(let types): types.compactMap { value(text, of: $0) }.first
    case .list: text == "[]" ? [] : nil
    case .map, .block, .any: nil
    }
  }
}
