/// The parameters of an operation on a network and the tasks that it is for.
package protocol TaskOperation: Canonical {
  var network: NetworkParameters { get }

  /// The tasks, by name.
  var tasks: [TaskParameters] { get }

  /// A record of the fields that follow the network and the tasks.
  var ownFields: CanonicalValue { get }
}

extension TaskOperation {
  package var canonical: CanonicalValue { .record(Self.opening(network, tasks) + ownFields.fields) }

  /// The fields that stand first.
  static func opening(_ network: NetworkParameters, _ tasks: [TaskParameters]) -> [CanonicalValue.Field] {
    [
      CanonicalValue.Field(name: "network", value: network.canonical),
      CanonicalValue.Field(name: "tasks", value: tasks.canonical),
    ]
  }
}

extension CanonicalValue {
  /// The fields of a record; none of anything else.
  var fields: [Field] {
    guard case .record(let fields) = self else { return [] }
    return fields
  }
}
