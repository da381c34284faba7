import Running

/// A record of a file that TensorBoard reads: a length, its checksum, an event, and its checksum.
///
/// *Source*: TensorFlow's `event.proto` and `summary.proto`, of which the fields that scalar curves need are written,
/// and the framing of TFRecord files.
package struct CurveRecord: Hashable, Sendable {
  package let bytes: [UInt8]

  /// The record that a file begins with.
  ///
  /// - Parameter wallTime: in seconds since 1970, as in all records.
  package static func first(wallTime: Double) -> CurveRecord {
    var event = ProtocolMessage()
    event.append(wallTime, field: EventField.wallTime)
    event.append("brain.Event:2", field: EventField.fileVersion)
    return CurveRecord(framing: event.bytes)
  }

  /// The points of several curves at the step `step`.
  package init(_ points: [CurvePoint], step: Int, wallTime: Double) {
    var summary = ProtocolMessage()
    for point in points {
      var value = ProtocolMessage()
      value.append(point.curve, field: ValueField.tag)
      value.append(Float(point.value), field: ValueField.simpleValue)
      summary.append(value, field: summaryValue)
    }
    var event = ProtocolMessage()
    event.append(wallTime, field: EventField.wallTime)
    event.append(step, field: EventField.step)
    event.append(summary, field: EventField.summary)
    self.init(framing: event.bytes)
  }

  private init(framing event: [UInt8]) {
    let length = littleEndian(UInt64(event.count))
    bytes =
      length + littleEndian(MaskedChecksum.masked(length)) + event + littleEndian(MaskedChecksum.masked(event))
  }
}

/// A point of a curve.
package struct CurvePoint: Hashable, Sendable {
  /// The curve's name; what stands before a slash groups curves.
  package let curve: String
  package let value: Double

  package init(_ curve: String, _ value: Double) {
    self.curve = curve
    self.value = value
  }
}

extension TrainingProgress {
  /// What curves show of the end of an epoch; nothing at other times.
  package var curvePoints: [CurvePoint] {
    guard let end = epochEnd else { return [] }
    func points(_ group: String, _ values: [TaskValue]) -> [CurvePoint] {
      values.compactMap { value in value.value.map { CurvePoint("\(group)/\(value.task)", $0) } }
    }
    return [CurvePoint("loss/all", loss)] + points("loss", end.losses) + points("dev", end.dev)
      + points("weight", end.weights ?? []) + [CurvePoint("learning_rate", learningRate)]
  }
}

/// The numbers of the fields of an `Event`, of a `Summary.Value`, and of the values in a `Summary`.
private enum EventField {
  static let wallTime: UInt64 = 1
  static let step: UInt64 = 2
  static let fileVersion: UInt64 = 3
  static let summary: UInt64 = 5
}

private enum ValueField {
  static let tag: UInt64 = 1
  static let simpleValue: UInt64 = 2
}

private let summaryValue: UInt64 = 1
