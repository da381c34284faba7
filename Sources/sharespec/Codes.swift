import Diagnostics
import Execution
import ExperimentGraph
import ExperimentSpec
import MaskAlgebra
import SpecSyntax

/// The rules of all phases, in the order of their codes.
let allCodes = (SyntaxCode.all + SpecCode.all + MaskCode.all + GraphCode.all + InputCode.all)
  .sorted { $0.id < $1.id }
