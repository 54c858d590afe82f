namespace Attune.Tokenizers;

/// <summary>A place in a template: line and column, both counted from 1.</summary>
internal readonly record struct TemplatePosition(int Line, int Column);
