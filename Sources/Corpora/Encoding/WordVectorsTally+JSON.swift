package import Text

extension WordVectorsTally.Reason: JSONRepresentable {}

extension WordVectorsTally: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    vectors = try json.value("vectors")
    passedOver = try json.value("passedOver")
  }

  package var json: JSONValue { ["vectors": vectors.json, "passedOver": passedOver.json] }
}

extension WordVectorsTally.PassedOver: JSONRepresentable {
  package init(reading json: LocatedJSON) throws(JSONValueError) {
    let line: Int? = try json.valueIfThere("line")
    let first: WordVectorsTally.Place = if let line { .line(line) } else { .vector(try json.value("vector")) }
    self.init(reason: try json.value("reason"), count: try json.value("count"), first: first)
  }

  /// Its first place is a member `line` or `vector`.
  package var json: JSONValue {
    switch first {
    case .line(let number): ["reason": reason.json, "count": count.json, "line": number.json]
    case .vector(let number): ["reason": reason.json, "count": count.json, "vector": number.json]
    }
  }
}
