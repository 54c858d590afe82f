// Models never see kernels; these names of theirs are words of the field.
global using Activation = Attune.Kernels.Activation;
global using Causal = Attune.Kernels.Causal;
global using Gate = Attune.Kernels.Gate;
global using NoChange = Attune.Kernels.NoChange;
global using RotaryPairs = Attune.Kernels.RotaryPairs;
