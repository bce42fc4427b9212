namespace ModelGen.Benchmarks;

[Network]
internal partial class Product256
{
    static Tensor Forward([Shape(256, 256)] Tensor left, [Shape(256, 256)] Tensor right) => left.Dot(right);
}

[Network]
internal partial class Product512
{
    static Tensor Forward([Shape(512, 512)] Tensor left, [Shape(512, 512)] Tensor right) => left.Dot(right);
}

[Network]
internal partial class Product1024
{
    static Tensor Forward([Shape(1024, 1024)] Tensor left, [Shape(1024, 1024)] Tensor right) => left.Dot(right);
}

[Network]
internal partial class Product2048
{
    static Tensor Forward([Shape(2048, 2048)] Tensor left, [Shape(2048, 2048)] Tensor right) => left.Dot(right);
}

[Network]
internal partial class ProductOdd
{
    static Tensor Forward([Shape(127, 511)] Tensor left, [Shape(511, 255)] Tensor right) => left.Dot(right);
}

[Network]
internal partial class ProductLargeOdd
{
    static Tensor Forward([Shape(1021, 517)] Tensor left, [Shape(517, 1003)] Tensor right) => left.Dot(right);
}
