namespace ModelGen.Runtime.Tests;

/// <summary>The documented pseudo-code of PyTorch's optimisers, and of Lion's paper, line by line in double.</summary>
internal sealed class OptimizerReference(Optimizer optimizer, int count)
{
    private readonly double[] first = new double[count];
    private readonly double[] second = new double[count];
    private readonly double[] third = new double[count];
    private int steps;

    public void Step(double[] parameters, float[] gradients)
    {
        steps++;
        for (int index = 0; index < parameters.Length; index++)
        {
            if (optimizer is AdamW or Lion)
                parameters[index] *= 1 - ((double)optimizer.LearningRate * optimizer.WeightDecay);
            double gradient = gradients[index] + (optimizer is AdamW or Lion ? 0 : optimizer.WeightDecay * parameters[index]);
            parameters[index] -= optimizer switch
            {
                Sgd sgd => SgdStep(sgd, index, gradient),
                Adam adam => AdamStep(adam.Epsilon, index, gradient),
                AdamW adam => AdamStep(adam.Epsilon, index, gradient),
                RmsProp rmsProp => RmsPropStep(rmsProp, index, gradient),
                Adagrad adagrad => AdagradStep(adagrad, index, gradient),
                Adadelta adadelta => AdadeltaStep(adadelta, index, gradient),
                Lion => LionStep(index, gradient),
                _ => throw new NotSupportedException(),
            };
        }
    }

    private double SgdStep(Sgd sgd, int index, double gradient)
    {
        if (sgd.Momentum != 0)
        {
            first[index] = steps > 1 ? (sgd.Momentum * first[index]) + gradient : gradient;
            gradient = sgd.Nesterov ? gradient + (sgd.Momentum * first[index]) : first[index];
        }

        return sgd.LearningRate * gradient;
    }

    private double AdamStep(double epsilon, int index, double gradient)
    {
        const double beta1 = 0.9;
        const double beta2 = 0.999;
        first[index] = (beta1 * first[index]) + ((1 - beta1) * gradient);
        second[index] = (beta2 * second[index]) + ((1 - beta2) * gradient * gradient);
        double mean = first[index] / (1 - Math.Pow(beta1, steps));
        double square = second[index] / (1 - Math.Pow(beta2, steps));
        return optimizer.LearningRate * mean / (Math.Sqrt(square) + epsilon);
    }

    private double RmsPropStep(RmsProp rmsProp, int index, double gradient)
    {
        double alpha = (double)(decimal)rmsProp.Alpha;
        first[index] = (alpha * first[index]) + ((1 - alpha) * gradient * gradient);
        double variance = first[index];
        if (rmsProp.Centered)
        {
            second[index] = (alpha * second[index]) + ((1 - alpha) * gradient);
            variance -= second[index] * second[index];
        }

        double direction = gradient / (Math.Sqrt(variance) + rmsProp.Epsilon);
        if (rmsProp.Momentum > 0)
            direction = third[index] = (rmsProp.Momentum * third[index]) + direction;
        return optimizer.LearningRate * direction;
    }

    private double AdagradStep(Adagrad adagrad, int index, double gradient)
    {
        if (steps == 1)
            first[index] = adagrad.InitialAccumulator;
        first[index] += gradient * gradient;
        return optimizer.LearningRate / (1 + ((steps - 1) * (double)adagrad.LearningRateDecay)) * gradient / (Math.Sqrt(first[index]) + adagrad.Epsilon);
    }

    private double AdadeltaStep(Adadelta adadelta, int index, double gradient)
    {
        double rho = (double)(decimal)adadelta.Rho;
        first[index] = (rho * first[index]) + ((1 - rho) * gradient * gradient);
        double direction = Math.Sqrt(second[index] + adadelta.Epsilon) / Math.Sqrt(first[index] + adadelta.Epsilon) * gradient;
        second[index] = (rho * second[index]) + ((1 - rho) * direction * direction);
        return optimizer.LearningRate * direction;
    }

    private double LionStep(int index, double gradient)
    {
        const double beta1 = 0.9;
        const double beta2 = 0.99;
        double direction = Math.Sign((beta1 * first[index]) + ((1 - beta1) * gradient));
        first[index] = (beta2 * first[index]) + ((1 - beta2) * gradient);
        return optimizer.LearningRate * direction;
    }
}
