package import ExperimentSpec
package import OrderedCollections

/// Something that was changed between two plans, and the stages that are others because of it.
package struct DifferenceCause: Sendable {
  package let subject: Subject

  /// The stages that go back to it, as places in the difference's list; some may go back to other causes as well.
  package let stages: OrderedSet<Int>

  /// Those of them that differ in what they do and not only in what they read.
  package let sources: OrderedSet<Int>

  /// What was changed.
  package enum Subject: Sendable {
    /// A value of the specification.
    case value(ValueDifference)

    /// The content of a file, by the path that specifications write.
    case file(String)

    /// What no value tells: the version of an operation, or a parameter of which only the plans are known, with what
    /// decides it.
    case stage(StageDifference.Cause, origin: ParameterOrigin?)
  }
}
