extension NetworkParameters {
  /// The network among the parameters of an operation, as records keep them; `nil` where there is none, or one that
  /// only another release can read. The record's identity proves that its parameters are as they were written.
  package init?(recordedIn parameters: CanonicalValue) {
    guard case .record(let fields) = parameters, let field = fields.first(where: { $0.name == "network" }),
      let network = try? ParameterReader.whole(field.value, ReadingContext(files: [:], tasks: []).network)
    else { return nil }
    self = network
  }
}
