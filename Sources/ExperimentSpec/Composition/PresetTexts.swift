extension PresetName {
  /// What the paper prints, mostly in its Table 2 and under "Model Settings" and "Details in Subnets Generation".
  static let paperText = """
    # Learning Sparse Sharing Architectures for Multiple Tasks (Sun et al., AAAI 2020), as printed.
    base:
      words:
        dimension: 100             # Table 2: embedding dimension
        lowercase: true            # as usual with GloVe; not printed
      characters:
        dimension: 30              # not printed; the size that gives Table 3's parameter counts
        filters: 30                # Table 2: CNN output size
        width: 3                   # Table 2: convolution width
      encoder:
        kind: bilstm               # Model Settings
        layers: 1                  # Model Settings: one layer unless an experiment says otherwise
        hidden: 200                # Table 2: LSTM hidden size
      dropout: 0.5                 # Table 2; after the embeddings and before the output layer
      head: linear                 # Model Settings: a fully-connected layer; CRFs in Exp3
    pruning:
      method: imp                  # Algorithm 1
      scope: global                # Details in Subnets Generation
      rate:
        final: 0.1                 # alpha = 0.1; the sparsities of Table 4 lie on 0.1^(k/20)
        rounds: 20
      rounding: nearest            # not printed; the released code's
      exclude: biases              # not printed; Table 3's counts need it
      reset: warmup                # Multi-Task Warmup: after each round back to the warmup's parameters
      from: last                   # Algorithm 1, step 5: the parameters after k steps
      select: best_on_dev          # Generating Subnets for Each Task
    training:
      optimizer:
        kind: sgd                  # Model Settings
        learning_rate: 0.1         # Table 2
        momentum: 0.9              # not printed; the released code's
        decay: 0.05                # not printed; the released code's, in pruning
        momentum_scope: subnet     # Training Subnets in Parallel: a step updates the task's subnetwork
      clip: {by: norm, at: 5}      # not printed; the released code's, in pruning
      batch: 10                    # Table 2
      sampling: proportional       # Training Subnets in Parallel
      select: best_on_dev          # as usual

    """

  /// What the scripts and programs of the released code do, for the experiments that they have scripts for.
  static let releasedCodeText = """
    # The code that was released with the paper, as it runs.
    base:
      words:
        dimension: 100             # models.py: en-glove-6b-100d
        lowercase: true            # models.py: lower=True
      characters:
        dimension: 30              # models.py: char_emb_size
        filters: 30                # models.py: filter_nums
        width: 3                   # models.py: kernel_sizes
        activation: relu           # the default of the library's character CNN
      encoder:
        kind: bilstm
        layers: 2                  # run_conll03.sh and run_ptb.sh: --n_layer 2
        hidden: 200                # --hidden_size
      dropout: 0.5                 # --dropout
      head: linear                 # a CRF only with --crf, which no script gives
    pruning:
      method: imp
      scope: global
      rate:
        final: 0.1                 # --final_rate
        rounds: 20                 # --pruning_iter
      rounding: nearest            # prune.py: np.round
      exclude: biases              # train_single.py leaves out names with "bias"
      optimizer: {decay: 0.05}     # train_single.py: 1 / (1 + 0.05 * ep)
      clip: {by: norm, at: 5}      # train_single.py: GradientClipCallback
      reset: warmup                # --init_weights: what rounds go back to
      from: best                   # the library's trainer ends with the best weights loaded
      select: best_on_dev          # the README leaves the choice of masks to the user; the paper's rule
      epochs: 100                  # --epochs
    training:
      optimizer:
        kind: sgd
        learning_rate: 0.1         # --optim
        momentum: 0.9
        decay: 0                   # --scheduler fix, in joint training
        momentum_scope: global     # gradients are masked, the optimiser's momentum is not
      clip: {by: value, at: 5}     # trainer.py: clip_grad_value_, in joint training
      batch: 10                    # --batch_size
      epochs: 100                  # --epochs
      sampling: round_robin        # trainer.py: one task after the other in a random order
      select: best_on_dev          # the code looks at the test split, which this language refuses
    """
}
