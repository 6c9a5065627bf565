using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DSoftBus.Tests.Metal.Discovery;

/// <summary>The symbols that a member's own source names.</summary>
internal sealed class SymbolUses(Compilation compilation)
{
    private readonly Dictionary<ISymbol, IReadOnlyList<ISymbol>> _known = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<SyntaxTree, SemanticModel> _models = [];

    public IReadOnlyList<ISymbol> Of(ISymbol member)
    {
        if (!_known.TryGetValue(member, out var uses))
            _known.Add(member, uses = Read(member));
        return uses;
    }

    public static bool IsInitialised(IPropertySymbol property)
        => property.DeclaringSyntaxReferences.Any(static reference => reference.GetSyntax() is PropertyDeclarationSyntax { Initializer: not null });

    private IReadOnlyList<ISymbol> Read(ISymbol member)
    {
        var found = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var reference in member.DeclaringSyntaxReferences)
        {
            var node = reference.GetSyntax();
            if (!_models.TryGetValue(node.SyntaxTree, out var model))
                _models.Add(node.SyntaxTree, model = compilation.GetSemanticModel(node.SyntaxTree));
            // A primary constructor's declaration is the whole type; only the call of the base belongs to it.
            foreach (var root in node is TypeDeclarationSyntax type ? type.BaseList is { } bases ? [bases] : [] : new SyntaxNode[] { node })
            {
                foreach (var inner in root.DescendantNodes())
                {
                    if (inner is SimpleNameSyntax or BaseObjectCreationExpressionSyntax or ConstructorInitializerSyntax or PrimaryConstructorBaseTypeSyntax
                        && model.GetSymbolInfo(inner).Symbol is { } symbol and not (INamespaceSymbol or ILocalSymbol or IParameterSymbol))
                    {
                        found.Add(symbol);
                    }
                }
            }
        }

        return [.. found];
    }
}
