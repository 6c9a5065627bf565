using System.Text.Json.Serialization;

namespace DSoftBus.Tests.Metal.ClassLibrary.Json;

/// <summary>A type whose kind is written beside its members.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Circle), "circle")]
[JsonDerivedType(typeof(Box), "box")]
internal abstract record Shape
{
    public sealed record Circle(double Radius) : Shape;

    public sealed record Box(double Width, double Height) : Shape;
}
